"""What makes a PDF a PDF/A-2b besides its pages: its own description, the meaning of its colours (ISO 19005-2)."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import ImageCms

_PRODUCER = "intake-ai"
_DATE_IN_PROFILE = slice(24, 36)
_FIRST_OF_JANUARY_2000 = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
"""Instead of the second at which the profile was made: the same pages give the same file."""
_SPECIFICATION = "sRGB IEC61966-2.1"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:source>{source}</dc:source>
   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreatorTool>{tool}</xmp:CreatorTool>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Description:
    """What a searchable copy says about itself.

    Attributes:
        title: Shown in the title bar of a viewer.
        source: Which original it was made from.
        tool: What read it.
    """

    title: str
    source: str
    tool: str


def describe(document: Pdf, description: Description) -> None:
    """Makes `document` say that it is PDF/A-2b, and what its colours mean."""
    packet = _PACKET.format(
        title=_plain(description.title),
        source=_plain(description.source),
        producer=_PRODUCER,
        tool=_plain(description.tool),
    )
    metadata = Stream(document, packet.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = metadata
    document.Root.Lang = String("vi")
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    document.Root.OutputIntents = Array([document.make_indirect(_output_intent(document))])


def _output_intent(document: Pdf) -> Dictionary:
    profile = Stream(document, srgb_profile())
    profile.N = 3
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_SPECIFICATION),
        RegistryName=String("http://www.color.org"),
        Info=String(_SPECIFICATION),
        DestOutputProfile=document.make_indirect(profile),
    )


def srgb_profile() -> bytes:
    """The ICC profile of sRGB."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE_IN_PROFILE] = _FIRST_OF_JANUARY_2000
    return bytes(profile)


def _plain(text: str) -> str:
    """Text that XML 1.0 takes: no control characters, no lone surrogates."""
    return escape("".join(letter for letter in text if letter >= " " and not "\ud800" <= letter <= "\udfff"))
