"""The other end of the pool: a process that reads batches of documents from a pipe and answers with their outcomes."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from typing import BinaryIO

from kg.engine.task import Task, Work
from kg.model import Document

READY = "ready"


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Takes the task, says that it is ready, then answers batch by batch until the pipe is closed."""
    task: Task = pickle.load(requests)
    work: Work = task.start()
    _send(READY, answers)
    while True:
        try:
            batch: Sequence[Document] = pickle.load(requests)
        except EOFError:
            return
        _send(work(batch), answers)


def main() -> None:
    """Serves standard input and output; what anything prints goes to stderr, Ctrl-C is for the parent to act on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(BrokenPipeError):  # the parent is gone: nobody is left to answer
        serve(sys.stdin.buffer, answers)


def _send(value: object, answers: BinaryIO) -> None:
    words = memoryview(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    while words:  # unbuffered, so that nothing is left to flush when the pipe is gone; a write may take a part only
        words = words[answers.write(words) :]
