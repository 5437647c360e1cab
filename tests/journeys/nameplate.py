"""A picture of a nameplate, as a telephone takes it."""

from pathlib import Path

from PIL import Image, ImageDraw


def nameplate(folder: Path, model: str, serial_number: str) -> Path:
    """The picture as a file to choose in the browser."""
    picture = Image.new("RGB", (1600, 1000), (168, 172, 178))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((120, 140, 1480, 860), outline=(40, 44, 52), width=8)
    for line, text in enumerate(
        ("DC SERVO MOTOR", f"TYPE  {model}", "110 V   92 W", f"NO.  {serial_number}")
    ):
        draw.text((200, 200 + 155 * line), text, fill=(30, 32, 38), font_size=100)
    path = folder / f"nameplate-{serial_number}.jpg"
    picture.save(path, quality=80)
    return path
