"""The command `train`: trains the models that know papers and procedures anew, and replaces only what got better."""

from dataclasses import asdict, replace
from importlib.util import find_spec
from typing import Annotated

import typer

from classifiers.learning.weights import MODELS, ModelName
from intake_ai.catalogue.opening import JsonOption, write_json
from intake_ai.catalogue.service import open_catalogue
from intake_ai.learning.asking import Told, TrainingRequest
from intake_ai.learning.errors import TrainingImpossible
from intake_ai.learning.locking import one_training
from intake_ai.learning.models import bring_back_former, record_of
from intake_ai.messages import Language, text
from intake_ai.settings import Settings
from intake_ai.terminal import LanguageOption, open_console, progress_bar, spoken, tell

DOSSIERS = 600
"""A fifth of their procedures judges: some 60 procedures, which tells a difference of about a twentieth."""
_FEWEST = 30
_NEEDED = ("segno", "reportlab")
"""What sample dossiers are drawn with: the group "generator" of pyproject.toml; nothing else needs it."""
ALL = ",".join(MODELS)

DossiersOption = Annotated[int, typer.Option("--dossiers", min=_FEWEST, help="Số hồ sơ mẫu tạo ra để học và chấm.")]
SeedOption = Annotated[int, typer.Option("--seed", help="Số gieo: cùng số cho cùng kết quả.")]
ModelsOption = Annotated[
    str, typer.Option("--models", help="Mô hình cần huấn luyện, cách nhau bằng dấu phẩy: splitting, typing, ranking.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Chỉ huấn luyện và so sánh, không thay mô hình.")]
UndoOption = Annotated[bool, typer.Option("--undo", help="Trở lại các mô hình trước lần thay gần nhất.")]
ByOption = Annotated[str, typer.Option("--by", help="Người huấn luyện, ghi cạnh mô hình.")]

HELP = """Huấn luyện lại các mô hình nhận biết giấy tờ và thủ tục. (Train the models anew.)

Hồ sơ mẫu được tạo cho các thủ tục của trung tâm, in, quét giả và đọc lại; cùng với bài học từ hồ sơ cán bộ đã sửa.
Mô hình mới chỉ thay mô hình đang dùng khi tốt hơn rõ ràng trên hồ sơ mà cả hai chưa từng học. Dừng bằng Ctrl-C lúc nào
cũng được; lần sau làm tiếp với các hồ sơ đã tạo.

Ví dụ (examples):

  intake-ai train

  intake-ai train --models ranking --dossiers 1500 --by "Cán bộ MẪU"

  intake-ai train --undo
"""


def train(  # noqa: PLR0913, PLR0917  options of a command
    dossiers: DossiersOption = DOSSIERS,
    seed: SeedOption = 1,
    models: ModelsOption = ALL,
    dry_run: DryRunOption = False,
    undo: UndoOption = False,
    by: ByOption = "",
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang, "train-interrupted") as (settings, language):
        if undo:
            _undo(settings, as_json, language)
            return
        asked = TrainingRequest(dossiers, seed, _names(models), by, dry_run)
        _train(settings, asked, as_json, language)


def _train(settings: Settings, asked: TrainingRequest, as_json: bool, language: Language) -> None:
    _check_packages()
    from intake_ai.learning import making, printing, training  # noqa: PLC0415  slow to import, and needs the packages

    with one_training(settings), open_catalogue(settings) as catalogue:
        seconds = making.seconds_to_make(settings, catalogue, asked.dossiers, asked.seed)
        if not as_json:
            tell(text("train-begins", language, dossiers=asked.dossiers, minutes=round(seconds / 60)))
        with progress_bar(text("train-making", language), quiet=as_json) as progress:
            told = _telling(language, quiet=as_json)
            done = training.train(settings, catalogue, replace(asked, progress=progress, told=told))
    if as_json:
        write_json(printing.training_document(done))
        return
    console = open_console()
    console.print(printing.comparison_table(done, language))
    for sentence in printing.sentences(done, language):
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _check_packages() -> None:
    """All packages at once and before anything starts: one of them is needed only when the first page is drawn."""
    missing = ", ".join(name for name in _NEEDED if find_spec(name) is None)
    if missing:
        raise TrainingImpossible("train-needs-packages", missing, package=missing)


def _telling(language: Language, quiet: bool) -> Told:
    """Tells a waiting person which model is learned or judged."""

    def told(step: str, model: ModelName | None) -> None:
        name = text(f"train-model-{model}", language) if model else ""
        tell(text(f"train-step-{step}", language, model=name))

    return told if not quiet else lambda _step, _model: None


def _names(written: str) -> tuple[ModelName, ...]:
    wanted = {part.strip() for part in written.split(",") if part.strip()}
    unknown = sorted(wanted - set(MODELS))
    if unknown or not wanted:
        raise TrainingImpossible("train-model-unknown", model=", ".join(unknown) or written, known=", ".join(MODELS))
    return tuple(name for name in MODELS if name in wanted)


def _undo(settings: Settings, as_json: bool, language: Language) -> None:
    with one_training(settings):
        if not bring_back_former(settings):
            raise TrainingImpossible("train-no-former")
    records = {name: record_of(settings, name) for name in MODELS}
    if as_json:
        write_json({name: asdict(record) if record else None for name, record in records.items()})
        return
    console = open_console()
    for name, record in records.items():
        code = "train-undone-own" if record else "train-undone-shipped"
        values = {"made": record.made[:16].replace("T", " ")} if record else {}
        said = text(code, language, model=text(f"train-model-{name}", language), **values)
        console.print(said, markup=False, highlight=False, soft_wrap=True)
