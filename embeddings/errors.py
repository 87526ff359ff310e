"""What can go wrong with vectors, coefficients and training."""

from ontology import ErrorKind, PathloomError


class EmbeddingsError(PathloomError):
    """Base of this room's errors."""

    code = "EMBEDDINGS"
    message_zh = "图嵌入出错。"


class ModelFileError(EmbeddingsError):
    """A saved model is missing, cut short, of another format, or does not fit its own description."""

    code = "MODEL_FILE"
    kind = ErrorKind.BAD_INPUT
    message_zh = "模型文件无法使用。"


class NotTrainableError(EmbeddingsError):
    """The graph holds too little to train on and to hold out."""

    code = "NOT_TRAINABLE"
    kind = ErrorKind.DATA_MISSING
    message_zh = "当前图谱无法训练。"


class TrainingExtraError(EmbeddingsError):
    """torch or torch-geometric is not installed; only training needs them."""

    code = "TRAINING_EXTRA_MISSING"
    kind = ErrorKind.UNAVAILABLE
    message_zh = "缺少训练所需的附加依赖包。"


class PopulationError(EmbeddingsError):
    """The table of fact distributions says something impossible."""

    code = "POPULATION"
    kind = ErrorKind.BAD_INPUT
    message_zh = "模拟人群的数据不正确。"
