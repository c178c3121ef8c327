"""The ladder of models, from a constant to yours. `own` is yours to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import torch
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from torch import nn

from . import features
from .data import SEED, Schema

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Candidate:
    """A model on the ladder: who it is, what it sees, how it learns."""

    name: str
    role: str
    features: Callable[[pd.DataFrame, Schema], pd.DataFrame]
    build: Callable[[pd.DataFrame], Any]


def own(train: pd.DataFrame) -> Any:
    """Return your model, unfitted. As rendered it is the reference's.

    ``train`` holds the training features: for names and types, not to fit on. A
    network of your own: `SmallNet`, with `features.pixels` in `features.own`.
    """
    return reference(train)


def reference(train: pd.DataFrame) -> Pipeline:  # noqa: ARG001
    """Return logistic regression on what the pretrained network sees, unfitted.

    The setting was chosen on the folds inside the training rows, not on the test rows.
    """
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000))


def simple(train: pd.DataFrame) -> SmallNet:  # noqa: ARG001
    """Return a small convolutional network that starts from nothing, unfitted."""
    return SmallNet()


class NearestColours(ClassifierMixin, BaseEstimator):
    """The rule of thumb: the class whose mean colours are nearest to the image's."""

    def fit(self, seen: pd.DataFrame, target: NDArray[Any]) -> Self:
        """Learn the mean of each class."""
        self.classes_ = np.unique(target)
        values = seen.to_numpy()
        self.means_ = np.stack([values[target == name].mean(0) for name in self.classes_])
        return self

    def predict(self, seen: pd.DataFrame) -> NDArray[Any]:
        """Return the class with the nearest mean."""
        apart = seen.to_numpy()[:, None] - self.means_[None]
        return np.asarray(self.classes_[(apart**2).sum(2).argmin(1)])


class SmallNet(ClassifierMixin, BaseEstimator):
    """Four convolutions, trained on the CPU; what it learnt is kept as plain arrays.

    Expects the columns of `features.pixels`. Each batch is mirrored and shifted at
    random, because a few hundred images are soon known by heart. ``images`` bounds how
    many images are shown in all, so that a large data set does not take hours.
    """

    def __init__(self, width: int = 16, epochs: int = 25, images: int = 60_000) -> None:
        self.width = width
        self.epochs = epochs
        self.images = images

    def fit(self, seen: pd.DataFrame, target: NDArray[Any]) -> Self:
        """Minimise the smoothed cross-entropy with AdamW under a one-cycle schedule."""
        self.classes_, codes = np.unique(target, return_inverse=True)
        inputs, answers = self._images(seen), torch.from_numpy(codes)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(SEED)
            network = self._network()
            self._train(network, inputs, answers)
        self.weights_ = {name: w.numpy() for name, w in network.state_dict().items()}
        return self

    def _train(self, network: nn.Module, inputs: torch.Tensor, answers: torch.Tensor) -> None:
        size = min(32, len(inputs))
        epochs = max(1, min(self.epochs, self.images // len(inputs)))
        steps = epochs * (len(inputs) // size)
        optimiser = torch.optim.AdamW(network.parameters(), weight_decay=0.05)
        rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.005, total_steps=max(steps, 2))
        loss = nn.CrossEntropyLoss(label_smoothing=0.1)
        for _ in range(epochs):
            order = torch.randperm(len(inputs))[: len(inputs) // size * size]
            for rows in order.split(size):
                optimiser.zero_grad()
                loss(network(_shaken(inputs[rows])), answers[rows]).backward()
                optimiser.step()
                rate.step()

    def predict_proba(self, seen: pd.DataFrame) -> NDArray[np.float64]:
        """Return probabilities in the order of ``classes_``, shape (rows, classes)."""
        network = self._network()
        network.load_state_dict({n: torch.from_numpy(w) for n, w in self.weights_.items()})
        network.eval()
        with torch.inference_mode():
            scores = [network(image[None]) for image in self._images(seen)]
        return torch.cat(scores).double().softmax(1).numpy()

    def predict(self, seen: pd.DataFrame) -> NDArray[Any]:
        """Return the most probable class."""
        return np.asarray(self.classes_[self.predict_proba(seen).argmax(1)])

    def _images(self, seen: pd.DataFrame) -> torch.Tensor:
        shape = (len(seen), features.SMALL, features.SMALL, 3)
        values = seen.to_numpy(dtype=np.float32).reshape(shape).transpose(0, 3, 1, 2)
        return torch.from_numpy(np.ascontiguousarray(values))

    def _network(self) -> nn.Sequential:
        layers: list[nn.Module] = []
        inside = 3
        for outside in (self.width << block for block in range(4)):
            convolution = nn.Conv2d(inside, outside, 3, padding=1, bias=False)
            layers += [convolution, nn.BatchNorm2d(outside), nn.ReLU(), nn.MaxPool2d(2)]
            inside = outside
        layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.3)]
        return nn.Sequential(*layers, nn.Linear(inside, len(self.classes_)))


def _shaken(images: torch.Tensor) -> torch.Tensor:
    """Mirror half of the images and shift all by up to four pixels; the ground is 0."""
    mirrored = torch.rand(len(images)) < 0.5
    images = torch.where(mirrored[:, None, None, None], images.flip(3), images)
    down, right = torch.randint(-4, 5, (2,)).tolist()
    return torch.roll(images, (down, right), (2, 3))


def ladder(train: pd.DataFrame, schema: Schema) -> list[Candidate]:
    """All models in order of effort; yours is on it once it differs from the reference."""

    def majority(_: pd.DataFrame) -> DummyClassifier:
        return DummyClassifier(strategy="most_frequent")

    rungs = [
        Candidate("majority class", "baseline", features.colours, majority),
        Candidate("nearest colours", "baseline", features.colours, lambda _: NearestColours()),
        Candidate("pixel SVM", "baseline", features.coarse, lambda _: SVC(C=3.0)),
        Candidate("small CNN", "simple", features.pixels, simple),
        Candidate("pretrained network", "reference", features.reference, reference),
    ]
    if is_own(train, schema):
        rungs.append(Candidate("mine", "own", features.own, own))
    return rungs


def is_own(train: pd.DataFrame, schema: Schema) -> bool:
    """Whether your features or your model differ from the reference's: by looking, no flag."""
    yours, theirs = features.own(train, schema), features.reference(train, schema)
    if not yours.equals(theirs):
        return True
    return repr(_settings(own(yours))) != repr(_settings(reference(theirs)))


def _settings(model: Any) -> dict[str, str]:
    """Kind and every nested parameter of an estimator, in full."""
    settings = {name: repr(value) for name, value in model.get_params(deep=True).items()}
    return {"": type(model).__name__, **settings}
