"""The words that name a section's kind, in the languages most READMEs are written in.

A word stands for all that begin with it, unless it has at most four letters. ``PHRASES``
hold for their words side by side.
"""

from __future__ import annotations

WORDS = {
    "what": (
        "about overview introduc descri summar what project feature abstract content structure layout "
        "presentac resumen apresenta sobre descripc visao présent aperçu überblick einleitung beschreib "
        "简介 介绍 概述 概要 소개 обзор описание"
        " مقدمة المقدمة نبذة نظرة 소개 개요"
    ),
    "why": (
        "why motivat purpose objectiv goal problem background business rationale aim question context "
        "need motivac objetivo objectif zweck ziel problema warum 背景 目的 动机 目标 цель"
        " الهدف الأهداف 목적 배경"
    ),
    "how": (
        "how instal setup set use usage using run running start quick require prerequisit depend "
        "environment config build deploy train test evaluat example tutorial demo command docker api "
        "inference reproduc implement download instalac uso ejecu utilis nutzung ausführ verwend 安装 使用 运行 "
        "用法 使い方 установка запуск method approach model architect pipeline workflow step"
        " تثبيت التثبيت استخدام الاستخدام تشغيل التشغيل 설치 사용 실행"
    ),
    "when": ("status roadmap todo to-do changelog history release version news update future next milestone plan 更新"),
    "who": (
        "author contact credit acknowledg thank maintainer team licen copyright contributors creator "
        "autor contacto auteur lizenz licencia licença 作者 许可 许可证 致谢 联系"
        " المؤلف المؤلفون الترخيص 저자 라이선스"
    ),
    "references": (
        "reference resource link document docs paper citation cite citing bibliograph reading related "
        "source wiki support faq referenc literatur 参考 引用"
        " المراجع مراجع 참고"
    ),
    "contribution": (
        "contributing contribution contribute pull develop conduct contribuir beitrag 贡献"
        " contribuer contribuicao contribucion mitwirk المساهمة 기여"
    ),
    "data": (
        "data dataset datasets corpus datos données daten dados 数据 数据集 データ данные"
        " بيانات البيانات 데이터 データセット dati veri veris veril dane"
    ),
    "approach": (
        "approach method model models modeling modelling architect pipeline workflow algorithm techni "
        "preproc feature-engineering methodolog implement solution experiment training design metodolog "
        "metodos metodo modelo arquitet arquitect ansatz méthod modèle vorgehen enfoque 方法 模型 算法 手法 метод"
        " المنهجية منهجية النموذج الطريقة 방법 모델 approcc metodi yöntem"
    ),
    "results": (
        "result results performance evaluation benchmark metric metrics finding findings conclusion "
        "conclusions outcome outcomes score scores leaderboard insight insights accuracy experiments "
        "comparison resultado resultados résultat ergebnis conclus fazit 结果 实验结果 性能 結果 результат"
        " نتائج النتائج 결과 성능 risultat sonuç bulgu bulgular hasil wynik"
    ),
    "challenges": (
        "challenge obstacle difficult lesson lessons learned learnt learnings pitfall hurdle struggle "
        "trade-off tradeoff postmortem retrospective desaf défi défis herausforder schwierig reto dificul "
        "挑战 难点 难题 課題 сложност"
        " التحديات 어려움 difficolt sfide zorluk tantangan kendala"
    ),
    "limitations": (
        "limitation limitations limits caveat caveats disclaimer weakness weaknesses bias ethic ethical "
        "risk limitac limites einschränk grenzen limitaç 局限 限制 不足 ограничен"
        " القيود 한계 limiti limitaz sınırlı kısıt keterbatasan"
    ),
    "install": (
        "instal setup require prerequisit depend environment getting-started quickstart build instalac "
        "requisit installier voraussetz 安装 依赖 环境 环境配置 インストール установка"
        " تثبيت التثبيت المتطلبات 설치 prérequis kurulum gereksinim"
    ),
    "usage": (
        "usage use using run running demo tutorial quickstart command cli api inference reproduc example "
        "examples deploy uso ejecu utilis nutzung verwend ausführ 使用 运行 用法 快速开始 使い方 запуск использование"
        " استخدام الاستخدام تشغيل التشغيل 사용 실행"
        " utilizz esecuzion kullanım çalıştır execuç executar rodar penggunaan"
    ),
    "licence": ("licen lizenz copyright 许可 许可证 лицензия الترخيص رخصة 라이선스 lisans lisensi"),
}

PHRASES = {
    "approach": (
        "how it works",
        "feature engineering",
        "feature selection",
        "what i tried",
        "what we tried",
        "what i did",
        "model selection",
        "project steps",
        "key decisions",
        "decisions",
    ),
    "results": (
        "what i found",
        "key takeaways",
        "takeaways",
    ),
    "challenges": (
        "problems encountered",
        "problems faced",
        "issues faced",
        "what went wrong",
        "what did not work",
        "what didn t work",
        "surprises",
        "what i learned",
        "what we learned",
        "what surprised",
    ),
    "limitations": (
        "known issues",
        "known issue",
        "where it fails",
        "out of scope",
        "not supported",
        "when not to use",
        "shortcomings",
    ),
    "install": (
        "getting started",
        "quick start",
        "set up",
        "how to install",
    ),
    "usage": (
        "getting started",
        "quick start",
        "how to run",
        "how to use",
        "run it",
        "how to train",
        "training and evaluation",
        "to run",
    ),
}
