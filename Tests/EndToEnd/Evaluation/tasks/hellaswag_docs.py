"""The harness's own preprocessing of HellaSwag, on our rows."""
from lm_eval.tasks.hellaswag.utils import process_docs  # noqa: F401
