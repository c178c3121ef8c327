from sklearn.metrics import f1_score
