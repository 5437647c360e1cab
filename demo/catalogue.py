"""The catalogue of the demo: what every installation begins with, and who supplies the parts that are bought."""

from catalogue.models import Part
from catalogue.starting import begin
from demo.stage import Stage, chapter

SUPPLIERS = {
    "ZC": "鲁东轴承经销部",
    "CW": "临沂恒磁磁材厂",
    "TS": "海门电碳制品厂",
    "SH": "海门电碳制品厂",
    "DR": "宁波电容器件厂",
    "LK": "慈溪开关元件厂",
}
"""By the first letters of the part number."""


@chapter("catalogue")
def catalogue(stage: Stage) -> str:
    """Failure codes, parts and test plans."""
    said = ", ".join(f"{count} {name}" for name, count in begin().items())
    for letters, supplier in SUPPLIERS.items():
        Part.objects.filter(number__startswith=f"{letters}-", supplier="").update(supplier=supplier)
    return said
