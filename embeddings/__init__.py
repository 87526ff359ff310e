"""Graph to vectors to calibrated scores: training, evaluation, model cards. torch is imported only to train."""
