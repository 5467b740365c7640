"""How to run a batch, and what shapes each of its jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chaptag.batch.job import Job
from chaptag.model.errors import ConfigError
from chaptag.workflow.config import Config, find_config
from chaptag.workflow.configfile import CONFIGURABLE
from chaptag.workflow.optionset import OPTIONS, Settings, build_settings

__all__ = ["BatchOptions", "JobSettings"]


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to run a batch. `said` are options by name that the call or the environment gave: they win over all else.

    `shard` is (I, N): of all jobs only those whose target hashes to I of N. `root` confines every path. `hashes` adds
    SHA-256 of the file and of its sound to each record. `report` is not replaced unless `said` has ``overwrite``;
    `review` is where the doubts will be written.
    """

    jobs: int = 1
    dry_run: bool = False
    fresh: bool = False
    retry_failed: bool = False
    fail_fast: bool = False
    hashes: bool = False
    recursive: bool = False
    notes_dir: Path | None = None
    audio_dir: Path | None = None
    output_dir: Path | None = None
    root: Path | None = None
    report: Path | None = None
    review: Path | None = None
    state: Path | None = None
    shard: tuple[int, int] | None = None
    said: Mapping[str, object] = field(default_factory=dict)

    @property
    def overwrite_report(self) -> bool:
        """Whether a report may be replaced; a configuration's ``overwrite`` is about copies of audio alone."""
        return bool(self.said.get("overwrite"))


class JobSettings:
    """What shapes each job: the call, the environment, its row, its show, the configuration, the defaults."""

    def __init__(self, options: BatchOptions) -> None:
        """Raise ConfigError for what the call itself says wrongly."""
        self._options = options
        self._configs: dict[Path, Config | ConfigError | None] = {}
        build_settings(options.said)

    def __call__(self, job: Job) -> Settings:
        """Give a job's settings; raises ConfigError."""
        audio = Path(job.audio)
        config = self._config(audio.parent)
        values: dict[str, object] = {}
        if config is not None:
            known = config.values_for(audio)
            values = {name: value.value for name, value in known.items() if name in OPTIONS}
            if values:
                build_settings(values, str(config.path))
        return build_settings({**values, **dict(job.options), **self._options.said}, job.origin)

    def _config(self, folder: Path) -> Config | None:
        if folder not in self._configs:
            try:
                self._configs[folder] = find_config(folder, lambda: CONFIGURABLE)
            except ConfigError as error:
                self._configs[folder] = error
        config = self._configs[folder]
        if isinstance(config, ConfigError):
            raise config
        return config
