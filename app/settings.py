"""Everything that can be set from outside, read once and passed down."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Settings(BaseSettings):
    """Settings from the environment, each with the prefix MDR_ (DATABASE_URL may also stand alone)."""

    model_config = SettingsConfigDict(env_prefix="MDR_", frozen=True, extra="ignore", populate_by_name=True)

    var_dir: Path = Path("var")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    database_read_url: str = Field(default="", validation_alias="DATABASE_READ_URL")
    pool_size: int = Field(default=10, ge=1, le=100)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    issuer: str = "https://mdr.invalid"
    audience: str = "send-mdr"
    public_address: str | None = Field(default=None, validation_alias="MDR_PUBLIC_URL")
    token_minutes: int = Field(default=15, ge=1, le=15)
    password_grant: bool | None = None
    allow_sqlite_beyond_loopback: bool = False
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    complaint_acknowledged_in: int = Field(default=1, ge=0, le=60)  # working days, as the contract says
    complaint_closed_in: int = Field(default=15, ge=1, le=120)
    max_upload_bytes: int = Field(default=20_971_520, ge=1024)
    max_case_bytes: int = Field(default=524_288_000, ge=1024)
    files_bucket: str | None = None  # a store that speaks S3; without one, a folder under var_dir
    files_endpoint: str | None = None
    files_region: str | None = None
    files_access_key: str | None = Field(default=None, repr=False)
    files_secret_key: str | None = Field(default=None, repr=False)
    clamd_host: str | None = None  # a ClamAV daemon that looks through every upload
    clamd_port: int = Field(default=3310, ge=1, le=65535)
    max_body_bytes: int = Field(default=1_048_576, ge=1024)
    receive_seconds: float = Field(default=15.0, gt=0)
    requests_per_minute: int = Field(default=600, ge=1)
    token_requests_per_minute: int = Field(default=30, ge=1)
    checks_per_minute: int = Field(default=60, ge=1)

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def public_url(self) -> str:
        """Where anyone may check a certificate or read a calendar; it stands on the paper."""
        return self.public_address or f"http://{self.host}:{self.port}"

    @property
    def database(self) -> str:
        """The database address with its asynchronous driver named."""
        return with_driver(self.database_url or f"sqlite+aiosqlite:///{self.var_dir.absolute() / 'mdr.sqlite3'}")

    @property
    def is_embedded(self) -> bool:
        """Whether the service runs on its own SQLite file."""
        return self.database.startswith("sqlite")

    @property
    def on_loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def allows_password_grant(self) -> bool:
        """Whether Swagger UI may sign people in by password: the embedded default on loopback, unless set."""
        return self.is_embedded and self.on_loopback if self.password_grant is None else self.password_grant


def with_driver(url: str) -> str:
    """Return a database address with the driver that the service uses."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+asyncpg://" + url[len(prefix) :]
    if url.startswith("sqlite:///"):
        return "sqlite+aiosqlite:///" + url[len("sqlite:///") :]
    return url
