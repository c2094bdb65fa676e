"""The folder that a cluster writes to, on whatever file system Spark reaches: through Hadoop's own classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import OutputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class Storage:
    """A folder. Every operation raises OutputError with what the file system said."""

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self._hadoop = spark._jvm.org.apache.hadoop
        self.folder = folder.rstrip("/")
        self._system = self._path("").getFileSystem(spark._jsc.hadoopConfiguration())

    def place(self, name: str) -> str:
        """The address of what has that name in the folder."""
        return f"{self.folder}/{name}" if name else self.folder

    def names(self, name: str = "") -> list[str]:
        """What lies in the folder, or in one below it; sorted, empty where there is none."""
        path = self._path(name)
        if not self._system.exists(path):
            return []
        return sorted(status.getPath().getName() for status in self._system.listStatus(path))

    def move(self, name: str, target: str) -> None:
        """Renames within the folder."""
        if not self._system.rename(self._path(name), self._path(target)):
            raise OutputError(f"{self.place(name)} could not be renamed to {target}")

    def delete(self, name: str) -> None:
        """Removes a file or folder, if it is there."""
        self._system.delete(self._path(name), True)

    def write(self, name: str, data: bytes) -> None:
        """Puts a small file there, instead of what has that name."""
        stream = self._system.create(self._path(name), True)
        try:
            stream.write(data)
        finally:
            stream.close()

    def kept(self, name: str, rows: DataFrame) -> DataFrame:
        """Writes rows to a folder of that name, as Parquet, and gives them as they stand there.

        Unlike what Spark keeps itself, they outlive the worker that made them, and bring nothing along of how they were made.
        """
        rows.write.mode("overwrite").parquet(self.place(name))
        return rows.sparkSession.read.schema(rows.schema).parquet(self.place(name))

    def _path(self, name: str) -> Any:
        return self._hadoop.fs.Path(self.place(name))
