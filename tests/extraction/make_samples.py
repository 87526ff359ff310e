"""Writes the sample documents in `pathloom/samples`: `python tests/extraction/make_samples.py [DIRECTORY]`.

All people, employers and schools in them are invented. Running it again gives the same bytes.
"""

import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SAMPLES = Path(__file__).resolve().parents[2] / "pathloom" / "samples"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def paragraph(text: str, *, style: str = "", bullet: bool = False) -> str:
    """A w:p; a bullet is a list item of the first numbering."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if bullet else ""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: list[list[str]]) -> str:
    """A w:tbl of one paragraph per cell."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid/>{cells}</w:tbl>'


def text_box(lines: list[str]) -> str:
    """A paragraph with a text box, and the fallback that old programs show instead."""
    content = "".join(paragraph(line) for line in lines)
    shape = (
        '<w:drawing><wp:inline><wp:extent cx="5400000" cy="1800000"/><wp:docPr id="1" name="box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
        f"<wps:spPr/><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    fallback = f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def write_docx(path: Path, *, header: str, body: str) -> None:
    """A DOCX with one header part."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{word}.header+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{word}.numbering+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="r1" Type="{relations}/header" Target="header1.xml"/>'
        f'<Relationship Id="r2" Type="{relations}/numbering" Target="numbering.xml"/></Relationships>',
        "word/header1.xml": f"<w:hdr {_NAMESPACES}>{paragraph(header)}</w:hdr>",
        "word/numbering.xml": f'<w:numbering {_NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr>"
        f'<w:headerReference xmlns:r="{relations}" w:type="default" r:id="r1"/></w:sectPr></w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content)


def write_rider(path: Path) -> None:
    """A food-delivery rider in Zhengzhou: header, table of jobs, list items, skills in a text box."""
    body = [
        paragraph("个人简历", style="Title"),
        paragraph("姓名：陈小路    性别：男    年龄：29岁    电话：138 0000 1234"),
        paragraph("现居住地：郑州市金水区    求职意向：配送调度员"),
        paragraph("工作经历"),
        table(
            [
                ["时间", "单位", "职位"],
                ["2022年11月 – 至今", "郑州速达同城配送服务有限公司", "外卖骑手"],
                ["2019年6月 – 2022年10月", "河南中原云仓物流有限公司", "仓库作业员"],
            ]
        ),
        paragraph("外卖骑手（2022年11月起）"),
        paragraph("每天骑电动车配送40到50单，熟悉路况，高峰期自己做路线规划，准时率98%。", bullet=True),
        paragraph("熟练使用骑手APP和智能手机导航，平台接单、异常登记都能独立完成工作。", bullet=True),
        paragraph("与商家和顾客电话沟通，处理投诉，半年内零差评。", bullet=True),
        paragraph("2024年起任小组长，带新人12名，协助站长排班和订单调度。", bullet=True),
        paragraph("坚持餐箱消毒，出车前做车况检查，三年无事故记录。", bullet=True),
        paragraph("仓库作业员（2019年6月起）"),
        paragraph("用巴枪收货验收、按单拣货、打包贴标，参加每月库存盘点。", bullet=True),
        paragraph("使用WMS系统登记出入库，用Excel表格做日报。", bullet=True),
        paragraph("搬运装卸大件货物，遵守劳动安全规定。", bullet=True),
        paragraph("专业技能"),
        text_box(
            [
                "路线规划、智能手机操作、骑电动车、客户服务、Excel 基础、会用电脑",
                "团队合作、抗压、时间管理、普通话标准",
                "没有叉车驾驶经验，不会编程",
            ]
        ),
        paragraph("教育经历"),
        paragraph("2014年9月 – 2017年6月    郑州市第九职业中专    物流服务与管理专业    中专"),
        paragraph("证书"),
        paragraph("健康证、C1驾驶证"),
        paragraph("自我评价"),
        paragraph("做事踏实可靠，责任感强，想从一线配送转到调度或仓储管理岗位。"),
    ]
    write_docx(path, header="求职简历 2026年3月", body="".join(body))


LEFT_COLUMN = [
    "+Skills", "Customer service", "Complaint handling", "Call handling", "De-escalation", "Active listening",
    "Data entry", "Touch typing (60 wpm)", "Salesforce, Zendesk", "Softphone and IVR", "Microsoft Excel",
    "Upselling", "Spoken Spanish", "",
    "+Education", "Associate degree in", "Business Administration", "Mohawk Hills College", "2012 - 2014",
    "", "+Certificates", "Customer care, 2019", "First aid certificate", "", "+Languages", "English, Spanish",
]  # fmt: skip
RIGHT_COLUMN = [
    "+Summary", "Call-centre agent with ten years on inbound calls for a",
    "telecom and a utility. Laid off in January 2026 when the",
    "Albany site closed. Looking for work with computers,", "claims or health records. No experience with Python.", "",
    "+Work Experience", "Call-Centre Agent", "Hudson Lantern Telecom, Albany, NY", "March 2019 - January 2026",
    "- Handled 60 inbound calls a day on billing, service", "  faults and contracts; quality score 96 %.",
    "- Resolved customer complaints and retained customers", "  who wanted to leave.",
    "- Documented each case in the ticketing system and the", "  CRM software; kept records complete.",
    "- Walked callers through router set-up and basic PC", "  repair before sending a technician.",
    "- Mentored 14 new agents; helped with staff scheduling", "  and call monitoring.", "",
    "Customer Service Representative", "Adirondack Valley Energy Co., Schenectady, NY", "06/2014 - 02/2019",
    "- Answered inquiries in writing and by live chat.", "- Processed payments, refunds and address changes;",
    "  checked identity verification against fraud rules.", "- Worked under pressure during storms and outages and",
    "  reported incidents to the supervisor.", "- Prepared weekly reports with pivot tables.", "",
    "+Volunteering", "Front desk, Pine Street Food Pantry, since 2020",
    "- Greet guests, keep confidentiality, explain public", "  benefits.",
]  # fmt: skip


def write_agent(path: Path) -> None:
    """A laid-off call-centre agent in Albany: two columns in Helvetica, drawn row by row across both."""
    operators = ["BT /F2 20 Tf 54 744 Td (Jordan Avery) Tj ET"]
    contact = "Albany, New York 12203  |  (518) 555-0142  |  jordan.avery@example.com"
    operators.append(f"BT /F1 10 Tf 54 726 Td ({_pdf_string(contact)}) Tj ET")
    for row in range(max(len(LEFT_COLUMN), len(RIGHT_COLUMN))):
        height = 694 - row * 17
        for left, column in ((54, LEFT_COLUMN), (238, RIGHT_COLUMN)):
            text = column[row] if row < len(column) else ""
            if text:
                font = "/F2 12" if text.startswith("+") else "/F1 11"
                line = _pdf_string(text.removeprefix("+"))
                operators.append(f"BT {font} Tf {left} {height} Td ({line}) Tj ET")
    path.write_bytes(pdf("\n".join(operators)))


def pdf(content: str) -> bytes:
    """A one-page PDF with Helvetica as F1 and Helvetica-Bold as F2."""
    stream = content.encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _pdf_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def main() -> None:
    """Write the two resumes; the postings beside them are plain files, edited by hand."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    directory.mkdir(parents=True, exist_ok=True)
    write_rider(directory / "rider-zhengzhou.docx")
    write_agent(directory / "call-centre-albany.pdf")


if __name__ == "__main__":
    main()
