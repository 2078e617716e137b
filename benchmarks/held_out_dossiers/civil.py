"""Birth, marriage, death and marital status, as the registers of communes tell them."""

from benchmarks.held_out_dossiers.flow import Flow, Signer
from benchmarks.held_out_dossiers.task import Task, dated, heading, long_date, titled
from classifiers.synthetic.people import Person, written


def civil_status(task: Task, flow: Flow) -> None:
    """Birth, marriage and death as the register of the commune tells them."""
    commune = task.cast.commune
    heading(
        flow,
        (f"UBND {commune.name.upper()}", commune.province_name.upper()),
        f"Số: {task.rng.randrange(1, 300)}/TL{task.rng.choice('KSHT')}-MẪU",
    )
    titled(flow, task.title, "(BẢN SAO)" if task.chance(0.3) else "", size=3)
    other = task.cast.others[0]
    for label, value in CIVIL[task.concept.template](task, task.person, other):
        flow.line(f"{label}:", value, dots=task.extras.get("dots", "1") == "1")
    flow.gap(2)
    flow.p(f"<i>{dated(task, task.earlier(10, 900))}</i>", "right")
    words = (
        ("<b>NGƯỜI KÝ GIẤY TỜ HỘ TỊCH</b>", "<b>CHỦ TỊCH</b>")
        if task.chance(0.5)
        else ("<b>TM. ỦY BAN NHÂN DÂN</b>", "<b>PHÓ CHỦ TỊCH</b>")
    )
    flow.signed(
        [
            Signer(("<b>Người thực hiện</b>",), task.cast.others[1].name),
            Signer(words, task.cast.others[2].name, f"UBND {commune.name}"),
        ]
    )


def birth_lines(task: Task, person: Person, other: Person) -> list[tuple[str, str]]:
    return [
        ("Họ, chữ đệm, tên", person.name.upper()),
        ("Ngày, tháng, năm sinh", f"{written(person.birth)} ({long_date(person.birth)})"),
        ("Giới tính", person.sex),
        ("Dân tộc", person.ethnicity),
        ("Quốc tịch", "Việt Nam"),
        ("Nơi sinh", task.rng.choice(("Trạm Y tế xã", "Bệnh viện Đa khoa tỉnh"))),
        ("Quê quán", str(person.commune)),
        ("Họ, chữ đệm, tên người cha", f"{person.name.split()[0]} {task.cast.others[3].name.split(' ', 1)[1]}"),
        ("Họ, chữ đệm, tên người mẹ", other.name),
        ("Nơi cư trú", person.address),
        ("Đăng ký khai sinh tại", f"Ủy ban nhân dân {person.commune}"),
    ]


def birth_notice_lines(task: Task, person: Person, _: Person) -> list[tuple[str, str]]:
    return [
        ("Họ và tên mẹ", person.name.upper()),
        ("Năm sinh", str(person.birth.year)),
        ("Số định danh cá nhân", person.number),
        ("Nơi cư trú", person.address),
        ("Đã sinh con vào lúc", f"{task.rng.randrange(1, 23)} giờ 15 phút, {long_date(task.earlier(20, 60))}"),
        ("Tại", "Bệnh viện Phụ sản Mẫu"),
        ("Số lần sinh", "02"),
        ("Giới tính của con", task.rng.choice(("Nam", "Nữ"))),
        ("Cân nặng", "3.150 gam"),
        ("Hiện trạng của con", "khỏe mạnh"),
        ("Người đỡ đẻ", task.cast.others[2].name),
    ]


def death_lines(task: Task, person: Person, _: Person) -> list[tuple[str, str]]:
    day = task.earlier(15, 400)
    return [
        ("Họ, chữ đệm, tên người chết", person.name.upper()),
        ("Ngày, tháng, năm sinh", written(person.birth)),
        ("Giới tính", person.sex),
        ("Số định danh cá nhân", person.number),
        ("Nơi cư trú cuối cùng", person.address),
        ("Đã chết vào lúc", f"{task.rng.randrange(0, 23)} giờ 40 phút, {long_date(day)}"),
        ("Nơi chết", "tại nhà riêng"),
        ("Nguyên nhân chết", task.rng.choice(("bệnh lý", "tuổi già", "tai nạn"))),
    ]


def marriage_lines(task: Task, person: Person, other: Person) -> list[tuple[str, str]]:
    return [
        ("Họ, chữ đệm, tên vợ", other.name.upper()),
        ("Ngày, tháng, năm sinh", written(other.birth)),
        ("Nơi cư trú", other.address),
        ("Số giấy tờ tùy thân", other.number),
        ("Họ, chữ đệm, tên chồng", person.name.upper()),
        ("Ngày, tháng, năm sinh", written(person.birth)),
        ("Nơi cư trú", person.address),
        ("Số giấy tờ tùy thân", person.number),
        ("Đăng ký kết hôn ngày", written(task.earlier(600, 6000))),
    ]


def single_lines(task: Task, person: Person, _: Person) -> list[tuple[str, str]]:
    return [
        ("Họ, chữ đệm, tên", person.name.upper()),
        ("Ngày, tháng, năm sinh", written(person.birth)),
        ("Số định danh cá nhân", person.number),
        ("Nơi cư trú", person.address),
        ("Trong thời gian cư trú tại", f"{person.commune} từ {long_date(task.earlier(3000, 6000))} đến nay"),
        (
            "Tình trạng hôn nhân",
            task.rng.choice(("hiện tại chưa đăng ký kết hôn với ai", "đã ly hôn, chưa đăng ký kết hôn với ai")),
        ),
        ("Giấy này được cấp để", task.rng.choice(("bổ túc hồ sơ", "làm thủ tục tại cơ quan có thẩm quyền"))),
    ]


CIVIL = {
    "birth": birth_lines,
    "birth_notice": birth_notice_lines,
    "death": death_lines,
    "death_notice": death_lines,
    "marriage": marriage_lines,
    "single": single_lines,
}
