from sklearn.metrics import silhouette_samples
