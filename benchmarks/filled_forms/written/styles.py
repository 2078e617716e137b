"""Automatic styles of a flat OpenDocument text: the same properties always have the same name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

Properties = Mapping[str, str]


def attributes(properties: Properties) -> str:
    """Properties as XML attributes."""
    return "".join(f" {name}={quoteattr(value)}" for name, value in sorted(properties.items()))


@dataclass
class Styles:
    """Names styles by what they say."""

    names: dict[tuple[str, str], str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def named(self, family: str, properties: Properties, inner: str = "", **more: Properties) -> str:
        """The name of a style of a family ("paragraph") with properties, and further groups of them by tag."""
        tag = f"style:{family}-properties"
        groups = f"<{tag}{attributes(properties)}>{inner}</{tag}>"
        groups += "".join(f"<style:{name}-properties{attributes(each)}/>" for name, each in sorted(more.items()))
        key = (family, groups)
        if key not in self.names:
            self.names[key] = f"{family[:3]}{len(self.names)}"
            self.told.append(
                f'<style:style style:name="{self.names[key]}" style:family="{family}">{groups}</style:style>'
            )
        return self.names[key]
