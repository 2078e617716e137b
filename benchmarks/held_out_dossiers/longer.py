"""Parts that make forms long: of these each form has some or none."""

from collections.abc import Callable, Sequence

from benchmarks.held_out_dossiers.flow import Flow
from benchmarks.held_out_dossiers.persons import names
from benchmarks.held_out_dossiers.task import Task, identity
from classifiers.synthetic.people import written


def proxy(task: Task, flow: Flow) -> None:
    """Who hands in for the applicant; often left empty."""
    other = task.cast.others[1]
    given = task.chance(0.35)
    flow.p("<b>Người được ủy quyền nộp hồ sơ (nếu có)</b>", "left")
    for label, value in (
        ("Họ và tên", other.name),
        ("Giấy tờ tùy thân", identity(other, task.rng)),
        ("Số điện thoại", f"0900{task.rng.randrange(10**6):06d}"),
    ):
        flow.line(f"- {label}:", value if given else "")


def staff(task: Task, flow: Flow) -> None:
    """Persons concerned, in a table."""
    flow.p(
        f"<b>{task.rng.choice(('Danh sách người liên quan', 'Thông tin về nhân sự', 'Thành viên tham gia'))}</b>",
        "left",
    )
    people = task.cast.others[: task.rng.randrange(2, 5)]
    rows = [
        (str(place), person.name, written(person.birth), person.number, task.rng.choice(names()["jobs"]))
        for place, person in enumerate(people, start=1)
    ]
    flow.table(
        ("STT", "Họ và tên", "Ngày sinh", "Số định danh", "Chức vụ, công việc"),
        [*rows, ("", "", "", "", "")],
        (0.6, 2.4, 1.4, 1.9, 2),
        10.5,
    )


def result(task: Task, flow: Flow) -> None:
    """How the applicant wants the result."""
    flow.p(task.rng.choice(("<b>Hình thức nhận kết quả:</b>", "Đăng ký nhận kết quả:")), "left")
    chosen = task.rng.randrange(3)
    for place, way in enumerate(
        ("Trực tiếp tại Trung tâm Phục vụ hành chính công", "Qua dịch vụ bưu chính công ích", "Bản điện tử")
    ):
        flow.values[f"way{place}"] = "X" if place == chosen else ""
        flow.p(f"[?way{place}] {way}", "left", left=6, after=0.2)


def guidance(task: Task, flow: Flow) -> None:
    """Instructions printed at the end of the form."""
    flow.p("<b>HƯỚNG DẪN KÊ KHAI</b>", "centre", size=11)
    lines = (
        "Ghi đầy đủ, rõ ràng các nội dung trong mẫu; không tẩy xóa, viết tắt.",
        "Trường hợp là tổ chức thì ghi tên theo giấy chứng nhận đăng ký hoặc quyết định thành lập.",
        "Số định danh cá nhân ghi theo thẻ căn cước; người nước ngoài ghi số hộ chiếu.",
        "Người nộp hồ sơ chịu trách nhiệm về tính hợp pháp của bản sao so với bản chính.",
        "Ghi cụ thể địa chỉ: số nhà, đường, thôn, xã, phường, đặc khu, tỉnh, thành phố.",
        "Các tài liệu kèm theo được liệt kê theo đúng thứ tự đã nộp.",
        "Cán bộ tiếp nhận kiểm tra và đóng dấu giáp lai nếu đơn có nhiều trang.",
    )
    for place, line in enumerate(task.rng.sample(lines, task.rng.randrange(3, 7)), start=1):
        flow.p(f"({place}) {line}", size=10.5, after=0.3)


def office_use(task: Task, flow: Flow) -> None:
    """A box for the agency that nobody has filled in."""
    title = task.rng.choice(
        ("PHẦN DÀNH CHO CƠ QUAN GIẢI QUYẾT", "Ý KIẾN CỦA CƠ QUAN THẨM ĐỊNH", "XÁC NHẬN CỦA CƠ QUAN CÓ THẨM QUYỀN")
    )
    flow.table(
        (title,),
        [
            (
                "Ngày nhận hồ sơ: ....../....../..........\n"
                "Ý kiến: "
                "........................................................................................\n"
                "Người tiếp nhận (ký, ghi rõ họ tên): .............................................",
            )
        ],
        (1,),
        11,
    )


BEFORE_PLEDGE = (proxy, staff, result)
AFTER_SIGNATURE = (guidance, office_use)


def some(task: Task, flow: Flow, parts: Sequence[Callable[[Task, Flow], None]], share: float) -> None:
    """Some of the parts."""
    for part in parts:
        if task.chance(share):
            part(task, flow)
