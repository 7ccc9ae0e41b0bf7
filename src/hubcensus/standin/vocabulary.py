"""What made-up repositories say of themselves: tasks, licences, libraries and titles."""

__all__ = [
    "BOT_TITLES",
    "COMMIT_TITLES",
    "DISCUSSION_TITLES",
    "LANGUAGES",
    "LIBRARIES",
    "LICENCES",
    "RELATIONS",
    "SDKS",
    "STAGES",
    "TASKS",
    "Task",
]

Task = tuple[str, tuple[str, ...], float]

TASKS: tuple[Task, ...] = (
    ("text-generation", ("conversational",), 0.20),
    ("text-classification", (), 0.08),
    ("token-classification", (), 0.03),
    ("fill-mask", (), 0.03),
    ("text2text-generation", ("summarization",), 0.03),
    ("translation", (), 0.02),
    ("question-answering", (), 0.02),
    ("sentence-similarity", ("feature-extraction",), 0.03),
    ("feature-extraction", (), 0.02),
    ("text-to-image", ("diffusers",), 0.09),
    ("image-classification", ("vision",), 0.05),
    ("object-detection", ("computer-vision",), 0.02),
    ("image-to-text", ("vision",), 0.02),
    ("visual-question-answering", ("multimodal", "conversational"), 0.01),
    ("image-to-image", (), 0.01),
    ("automatic-speech-recognition", ("audio",), 0.04),
    ("reinforcement-learning", ("deep-reinforcement-learning",), 0.04),
    ("tabular-classification", (), 0.01),
    ("", (), 0.25),
)
"""A task, the tags that come with it, and its share of the models."""

LICENCES: tuple[tuple[str, float], ...] = (
    ("apache-2.0", 0.40),
    ("mit", 0.20),
    ("other", 0.10),
    ("openrail", 0.08),
    ("creativeml-openrail-m", 0.06),
    ("cc-by-nc-4.0", 0.05),
    ("llama3.1", 0.04),
    ("cc-by-4.0", 0.03),
    ("gpl-3.0", 0.015),
    ("bigscience-bloom-rail-1.0", 0.01),
    ("cc-by-sa-4.0", 0.01),
    ("bsd-3-clause", 0.005),
)
"""A licence and its share of those that have one."""

LIBRARIES = (
    *("transformers",) * 8,
    "diffusers",
    "sentence-transformers",
    "peft",
    "stable-baselines3",
    "timm",
    "gguf",
)
LANGUAGES = ("en", "zh", "fr", "de", "ja", "es", "ar", "multilingual")
RELATIONS = ("finetune", "quantized", "adapter", "merge")
SDKS = ("gradio", "docker", "static", "streamlit")
STAGES = ("SLEEPING", "RUNNING", "PAUSED", "RUNTIME_ERROR", "BUILD_ERROR")

_HOSTILE_TITLES = ("<b>bold</b> & \"quoted\", 'title'", "=1+1", "مرحبا بالعالم", "🔥🚀 新しいモデル")

COMMIT_TITLES = (
    "Update README.md",
    "Upload folder using huggingface_hub",
    "Upload model",
    "Training in progress, step 500",
    "End of training",
    "Add tokenizer",
    "Upload config.json with huggingface_hub",
    "Fix typo in the card",
    "Delete old checkpoint",
    "Merge branch 'main'",
) * 4 + _HOSTILE_TITLES

DISCUSSION_TITLES = (
    "How to fine-tune this?",
    "Update README.md",
    "Licence?",
    "Out of memory on a single GPU",
    "Add evaluation results",
    "Request: GGUF version",
    "Fix the chat template",
    "Wrong vocabulary size",
) * 4 + _HOSTILE_TITLES

BOT_TITLES = {
    "SFconvertbot": "Adding `safetensors` variant of this model",
    "system": "initial commit",
    "librarian-bot": "Librarian Bot: Add base_model information to model",
    "parquet-converter": "Update parquet files",
    "github-actions[bot]": "Sync from the repository on GitHub",
}
