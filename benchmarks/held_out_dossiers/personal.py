"""Papers about one person: curriculum, health, degrees, photographs, proxies."""

from benchmarks.held_out_dossiers.flow import Flow, Signer, plain
from benchmarks.held_out_dossiers.official import RED, closing, issuer
from benchmarks.held_out_dossiers.persons import names
from benchmarks.held_out_dossiers.task import Task, dated, heading, identity, long_date, motto, number, titled
from classifiers.synthetic.machine_readable import mrz
from classifiers.synthetic.people import written
from classifiers.synthetic.pictures import portrait
from classifiers.synthetic.sheet import Area, Placed, Style, Text

SCHOOLS = (
    "Trường Đại học Kỹ thuật Mẫu",
    "Trường Đại học Mẫu Đông Đô",
    "Học viện Mẫu Phương Nam",
    "Trường Cao đẳng Mẫu",
)
SUBJECTS = (
    "Kỹ thuật xây dựng",
    "Luật kinh tế",
    "Y khoa",
    "Kế toán",
    "Công nghệ thông tin",
    "Sư phạm Ngữ văn",
    "Nuôi trồng thủy sản",
    "Quản trị kinh doanh",
)


def curriculum(task: Task, flow: Flow) -> None:
    """Life and work of a person, with a table of where they worked."""
    motto(flow)
    titled(flow, task.title)
    person, rng = task.person, task.rng
    if task.chance(0.6):
        top = flow.page.y
        left = flow.page.frame.left
        flow.page.marks.append(Placed((left, top, left + 26, top + 35), portrait(person.number, person.sex)))
        flow.gap(38)
    rows = (
        ("Họ và tên khai sinh", person.name.upper()),
        ("Tên thường gọi", person.name.split()[-1]),
        ("Sinh ngày", written(person.birth)),
        ("Nam, nữ", person.sex),
        ("Quê quán", str(person.commune)),
        ("Nơi đăng ký thường trú", person.address),
        ("Dân tộc", person.ethnicity),
        ("Tôn giáo", "Không"),
        ("Trình độ chuyên môn", rng.choice(SUBJECTS)),
        ("Trình độ ngoại ngữ", rng.choice(("Anh B1", "Anh B", "không"))),
        ("Nghề nghiệp hiện nay", rng.choice(names()["jobs"])),
    )
    for place, (label, value) in enumerate(rows, start=1):
        flow.line(f"{place}. {label}:" if len(task.title) % 2 else f"{label}:", value)
    flow.p(f"<b>{rng.choice(('QUÁ TRÌNH HOẠT ĐỘNG CỦA BẢN THÂN', 'Quá trình công tác'))}</b>", "left")
    year = person.birth.year + 18
    spans = [
        (f"{year} - {year + 4}", "Sinh viên", rng.choice(SCHOOLS)),
        (f"{year + 4} - {year + 9}", rng.choice(names()["jobs"]), "Công ty CP Mẫu Tiến"),
        (f"{year + 9} - nay", rng.choice(names()["jobs"]), task.organisation.name if task.organisation else "Tự do"),
    ]
    flow.table(("Từ tháng năm đến tháng năm", "Chức danh, công việc", "Đơn vị công tác"), spans, (2, 2, 3))
    flow.p("Tôi xin cam đoan những lời khai trên là đúng sự thật, nếu sai tôi xin chịu trách nhiệm.", indent=9)
    flow.p(f"<i>{dated(task, task.earlier(3, 150))}</i>", "right")
    left = ("<b>Xác nhận của UBND cấp xã</b>",) if not task.organisation else ("<b>Xác nhận của đơn vị quản lý</b>",)
    ring = f"UBND {person.commune.name}" if not task.organisation else task.organisation.name
    flow.signed([Signer(left, task.cast.others[2].name, ring), Signer(("<b>Người khai</b>",), person.name)])


def health(task: Task, flow: Flow) -> None:
    """A certificate of health of a clinic."""
    heading(
        flow, ("SỞ Y TẾ", f"BỆNH VIỆN ĐA KHOA MẪU {task.cast.commune.province.upper()}"), f"Số: {number(task, 'GKSK')}"
    )
    titled(flow, "Giấy khám sức khỏe")
    person, rng = task.person, task.rng
    flow.page.marks.append(
        Placed(
            (flow.page.frame.left, flow.page.y, flow.page.frame.left + 24, flow.page.y + 32),
            portrait(person.number, person.sex),
        )
    )
    flow.gap(34)
    for label, value in (
        ("Họ và tên", person.name.upper()),
        ("Giới tính", person.sex),
        ("Sinh ngày", written(person.birth)),
        ("CCCD/Hộ chiếu số", person.number),
        ("Chỗ ở hiện tại", person.address),
        ("Lý do khám sức khỏe", rng.choice(("bổ sung hồ sơ", "xin việc làm", "hành nghề"))),
    ):
        flow.line(f"{label}:", value)
    tall = rng.randrange(152, 178)
    flow.p(
        f"<b>I. KHÁM THỂ LỰC:</b> Chiều cao {tall} cm; Cân nặng {tall - 104} kg; Mạch 74 lần/phút; "
        "Huyết áp 120/75 mmHg",
        "left",
    )
    flow.p("<b>II. KHÁM LÂM SÀNG</b>", "left")
    rows = [
        (name, "Bình thường", "Loại " + rng.choice(("I", "II")))
        for name in ("Nội khoa", "Ngoại khoa", "Mắt", "Tai - Mũi - Họng", "Răng - Hàm - Mặt", "Da liễu")
    ]
    flow.table(("Nội dung khám", "Kết quả", "Phân loại"), rows, (3, 2, 1.3))
    flow.p(
        f"<b>III. KẾT LUẬN:</b> Đủ sức khỏe để học tập, công tác. Phân loại sức khỏe: {rng.choice(('I', 'II'))}.",
        "left",
    )
    flow.p(f"<i>{dated(task, task.earlier(10, 170))}</i>", "right")
    flow.signed(
        [
            Signer(()),
            Signer(
                ("<b>NGƯỜI KẾT LUẬN</b>", "<i>(Ký tên, đóng dấu)</i>"),
                f"BS. {task.cast.others[2].name}",
                "BỆNH VIỆN ĐA KHOA MẪU",
            ),
        ]
    )


def criminal(task: Task, flow: Flow) -> None:
    """The criminal record of a person."""
    heading(
        flow,
        ("CÔNG AN", task.cast.commune.province_name.upper()),
        f"Số: {number(task, 'LLTP-MẪU')}",
        dated(task, task.earlier(20, 170)),
    )
    titled(flow, task.title)
    flow.p("Căn cứ Luật Lý lịch tư pháp và hồ sơ, dữ liệu đang quản lý, <b>XÁC NHẬN:</b>", indent=9)
    person = task.person
    for place, (label, value) in enumerate(
        (
            ("Họ và tên", person.name.upper()),
            ("Giới tính", person.sex),
            ("Ngày sinh", written(person.birth)),
            ("Quốc tịch", "Việt Nam"),
            ("Nơi thường trú", person.address),
            ("Giấy tờ", identity(person, task.rng)),
            ("Tình trạng án tích", "Không có án tích"),
            ("Thông tin về cấm đảm nhiệm chức vụ", "Không có thông tin"),
        ),
        start=1,
    ):
        flow.p(f"{place}. {label}: {value}", "left", after=1)
    flow.signed(
        [
            Signer(("<b>NGƯỜI LẬP PHIẾU</b>",), task.cast.others[1].name),
            Signer(("<b>TRƯỞNG PHÒNG HỒ SƠ</b>",), task.cast.others[2].name, "CÔNG AN MẪU"),
        ]
    )


def degree(task: Task, flow: Flow) -> None:
    """A degree, a diploma of practice or a certificate of a course, on a wide sheet with a border."""
    page = flow.page
    width, height = page.frame.size
    page.marks.append(
        Area((8, 8, width - 8, height - 8), outline=RED if task.chance(0.5) else (24, 70, 120), width=1.4)
    )
    rng, person = task.rng, task.person
    practice = "hành nghề" in task.title.lower() or "chứng chỉ" in task.title.lower()
    if practice:
        lines, _, _ = issuer(task)
        heading(flow, lines, f"Số: {number(task, 'CC-MẪU')}")
    else:
        motto(flow)
        flow.centred(f"HIỆU TRƯỞNG {rng.choice(SCHOOLS).upper()}", after=1)
        flow.centred("cấp", after=0)
    flow.centred(f"<b><red>{plain(task.title).upper()}</red></b>", flow.manner.size + 6, after=1)
    rows = [
        ("Cho", f"{'Ông' if person.sex == 'Nam' else 'Bà'} {person.name.upper()}"),
        ("Ngày sinh", written(person.birth)),
    ]
    rows += (
        [("Lĩnh vực", rng.choice([value for _, value in task.facts] or list(SUBJECTS))), ("Nơi cư trú", person.address)]
        if practice
        else [
            ("Ngành đào tạo", rng.choice(SUBJECTS)),
            ("Xếp loại tốt nghiệp", rng.choice(("Khá", "Giỏi", "Trung bình"))),
            ("Hình thức đào tạo", "Chính quy"),
            ("Năm tốt nghiệp", str(person.birth.year + 22)),
        ]
    )
    for label, value in rows:
        flow.p(f"{label}: <b>{plain(value)}</b>", "left", left=22, after=0.7)
    flow.p(f"<i>{dated(task, task.earlier(400, 4000))}</i>", "right")
    if practice:
        closing(task, flow, copies=False)
    else:
        flow.signed(
            [
                Signer(
                    (f"Số hiệu: MẪU {rng.randrange(10**5, 10**6)}", f"Số vào sổ cấp bằng: {rng.randrange(100, 9999)}")
                ),
                Signer(("<b>HIỆU TRƯỞNG</b>",), f"PGS.TS {task.cast.others[2].name}", "TRƯỜNG ĐẠI HỌC MẪU"),
            ],
            room=17,
        )


def photo(task: Task, flow: Flow) -> None:
    """Photographs glued onto a sheet."""
    count, width = task.rng.choice((1, 2, 4)), task.rng.choice((30.0, 40.0))
    left, top = flow.page.frame.left, flow.page.y + 12
    for place in range(count):
        x = left + place * (width + 5)
        flow.page.marks.append(
            Placed((x, top, x + width, top + width * 4 / 3), portrait(task.person.number, task.person.sex))
        )
    if task.chance(0.6):
        flow.gap(width * 4 / 3 + 16)
        flow.p(f"Ảnh của: {task.person.name}, sinh ngày {written(task.person.birth)}", "left")


def power(task: Task, flow: Flow) -> None:
    """A proxy from the applicant to somebody else."""
    motto(flow)
    titled(flow, task.title)
    person, proxy = task.person, task.cast.others[0]
    if task.chance(0.5):
        flow.p("<i>Căn cứ Bộ luật Dân sự và các quy định của pháp luật hiện hành;</i>", indent=9)
    for head, who in (("I. BÊN ỦY QUYỀN", person), ("II. BÊN ĐƯỢC ỦY QUYỀN", proxy)):
        flow.p(f"<b>{head}</b>", "left")
        flow.line("Họ và tên:", who.name.upper())
        flow.line("Giấy tờ:", identity(who, task.rng))
        flow.line("Địa chỉ:", who.address)
    flow.p("<b>III. NỘI DUNG ỦY QUYỀN</b>", "left")
    flow.p(
        "Bên ủy quyền giao cho Bên được ủy quyền thay mặt nộp hồ sơ, bổ sung hồ sơ "
        f"và nhận kết quả về việc {plain(task.request)}.",
        indent=9,
    )
    flow.p(
        f"Thời hạn ủy quyền: từ ngày ký đến {long_date(task.earlier(-200, -40))}. "
        "Hai bên cam kết chịu trách nhiệm về nội dung ủy quyền.",
        indent=9,
    )
    flow.p(f"<i>{dated(task, task.earlier(1, 25))}</i>", "right")
    flow.signed(
        [
            Signer(("<b>BÊN ỦY QUYỀN</b>", "<i>(Ký, ghi rõ họ tên)</i>"), person.name),
            Signer(("<b>BÊN ĐƯỢC ỦY QUYỀN</b>", "<i>(Ký, ghi rõ họ tên)</i>"), proxy.name),
        ]
    )
    if task.chance(0.5):
        flow.p(f"<b>Chứng thực của UBND {task.cast.commune}</b>: số {number(task, 'SCT/CK')}", "left", size=11)


def passport(task: Task, flow: Flow) -> None:
    """The page of a passport that tells who holds it, marked MẪU."""
    page, person = flow.page, task.person
    left, top = page.frame.left, page.y + 6
    page.marks.append(Area((left, top, left + 125, top + 88), fill=(236, 240, 230), outline=(150, 160, 140)))
    page.marks.append(Placed((left + 5, top + 16, left + 36, top + 58), portrait(person.number, person.sex)))
    rows = (
        ("HỘ CHIẾU / PASSPORT", "MẪU"),
        ("Loại / Type", "P    VNM"),
        ("Số hộ chiếu / Passport No", f"K{person.number[-8:]}"),
        ("Họ và tên / Full name", person.name.upper()),
        ("Quốc tịch / Nationality", "VIỆT NAM / VIETNAMESE"),
        ("Ngày sinh / Date of birth", written(person.birth)),
        ("Giới tính / Sex", person.sex),
        ("Nơi sinh / Place of birth", person.commune.province.upper()),
        ("Có giá trị đến / Date of expiry", written(task.earlier(-2500, -400))),
    )
    for place, (label, value) in enumerate(rows):
        y = top + 8 + place * 7.4
        page.marks.append(Text(left + 40, y, label, Style("sans", 7)))
        page.marks.append(Text(left + 40, y + 3.6, value, Style("sans", 9.5, bold=True)))
    for place, line in enumerate(mrz(person)[:2]):
        page.marks.append(Text(left + 5, top + 78 + place * 5, line, Style("mono", 9.5)))
