from PIL import Image
from sklearn.metrics import f1_score
