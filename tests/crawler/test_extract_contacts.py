"""Phones, e-mail addresses and postal addresses of single pages."""

from __future__ import annotations

import pytest

from crawler.extract import FactField, SiteReading, read_site
from crawler.page import read_page

URL = "https://site.invalid/contact.html"


def reading_of(markup: str, country: str = "", url: str = URL) -> SiteReading:
    return read_site([read_page(markup.encode(), url)], country=country)


def values(markup: str, field: FactField, country: str = "US", url: str = URL) -> list[str]:
    return sorted(str(fact.value) for fact in reading_of(markup, country, url).of(field))


@pytest.mark.parametrize(
    ("text", "country", "phones"),
    [
        ("Phone: 602.273.1341<br>Fax: 602.286.3886", "US", ["(602) 273-1341", "(602) 286-3886"]),
        ("Call (712)274-1610 ext.204", "US", ["(712) 274-1610"]),
        ("1-800-395-HELP", "US", ["(800) 395-4357"]),
        ("<span>218</span>-<span>722-1234</span>", "US", ["(218) 722-1234"]),
        ("Tel 0161 620 1234 or +44 (0)161 764 1234", "GB", ["0161 620 1234", "0161 764 1234"]),
        ("t: 045-525 1922 / M 06-12345678", "NL", ["045 525 1922", "06 12345678"]),
        ("+31 20 624 1111", "US", ["+31 20 624 1111"]),
        ("<a href='tel:+12187221234'>Call us</a>", "US", ["(218) 722-1234"]),
        ("<a href='tel:2187229999'>218-722-1234</a>", "US", ["(218) 722-1234"]),
        ("Ma t/m do 09.00 - 17.00 uur", "NL", []),
        ("In 2013-2014 we served 10,033 families; EIN 34-1234567; $1,234,567", "US", []),
        ("Charity no. 1123456, company number 07654321", "GB", []),
        ("Kitchen (555) 555-0100, 123-456-7890", "US", []),
        ("5032223344", "US", []),
        ("Phone: 5032223344", "US", ["(503) 222-3344"]),
    ],
)
def test_phones_are_those_that_people_call(text: str, country: str, phones: list[str]) -> None:
    assert values(f"<body><p>{text}</p>", FactField.PHONE, country) == phones


@pytest.mark.parametrize(
    ("markup", "role"),
    [
        ("<p>Fax: 602-286-3886</p>", "fax"),
        ("<p>602-286-3886 (fax)</p>", "fax"),
        ("<p>Fax</p><p>602-286-3886</p>", "fax"),
        ("<p>Phone 602-273-1341 Fax 602-286-3886</p>", "fax"),
        ("<p>Toll Free: 800-352-3725</p>", "toll free"),
        ("<p>TTY 602-286-3886</p>", "tty"),
        ("<p>602-286-3886</p>", ""),
    ],
)
def test_a_phone_has_the_role_that_stands_beside_it(markup: str, role: str) -> None:
    assert reading_of(f"<body>{markup}").of(FactField.PHONE)[-1].role == role


@pytest.mark.parametrize(
    ("markup", "emails"),
    [
        ("<a href='mailto:Info@Pantry.org?subject=Hi'>Write</a>", ["info@pantry.org"]),
        ("<p>E-mail info@pantry.org.</p>", ["info@pantry.org"]),
        ("<p>info [at] pantry [dot] org</p>", ["info@pantry.org"]),
        ("<a href='mailto:old@pantry.org'>new@pantry.org</a>", ["new@pantry.org"]),
        ("<a data-cfemail='543d3a323b143c3b24313c3b2127317a3b2633'>[email protected]</a>",
         ["info@hopehouse.org"]),
        ("<p>name@example.com, you@yourdomain.com, logo@2x.png</p>", []),
        ("<p>Webmaster: help@builder.com</p>", []),
        ("<p>info@pantry.org</p><p>Website by</p><p>us@builder.com</p>", ["info@pantry.org"]),
    ],
)  # fmt: skip
def test_emails_are_found_where_they_are_hidden_too(markup: str, emails: list[str]) -> None:
    assert values(f"<body>{markup}", FactField.EMAIL) == emails


@pytest.mark.parametrize(
    ("text", "country", "addresses"),
    [
        ("2700 Leech Avenue<br>Sioux City, IA 51103", "US",
         ["2700 Leech Avenue, Sioux City, IA 51103"]),
        ("311 Vernon St. Roseville, CA 95678", "US", ["311 Vernon St, Roseville, CA 95678"]),
        ("We are at 1420 W. 5th Street, Suite 200, Duluth, Minnesota 55806-1234.", "US",
         ["1420 W. 5th Street, Suite 200, Duluth, MN 55806-1234"]),
        ("P.O. Box 452<br>123 N Main St<br>Bend, OR 97701", "US",
         ["123 N Main St, Bend, OR 97701"]),
        ("PO Box 452, Bend, OR 97701", "US", ["PO Box 452, Bend, OR 97701"]),
        ("64th Street and Fifth Avenue<br>New York, New York 10021", "US",
         ["64th Street and Fifth Avenue, New York, NY 10021"]),
        ("8 1/2 Water St., Apt. 3B, Bath ME 04530<br>One Main Plaza, Dallas, TX 75201", "US",
         ["8 1/2 Water St., Apt. 3B, Bath, ME 04530", "One Main Plaza, Dallas, TX 75201"]),
        ("Bethel Church, 12 Oak Street, Albany, NY", "US", ["12 Oak Street, Albany, NY"]),
        ("Address: 45 Elm Street, Springfield", "US", ["45 Elm Street, Springfield"]),
        ("191 New Toronto Street, Toronto, ON M8V 2E7", "CA",
         ["191 New Toronto Street, Toronto, ON M8V 2E7"]),
        ("SureStore<br>Orlando St, Bolton<br>BL2 1DU", "GB", ["Orlando St, Bolton, BL2 1DU"]),
        ("Unit 3, The Old Mill<br>24-26 Union Street<br>Oldham<br>Greater Manchester<br>OL1 1BE",
         "GB", ["24-26 Union Street, Oldham, OL1 1BE"]),
        ("Find us at St Mary's Hall, Church Lane, Leeds LS6 3HQ.", "GB",
         ["Church Lane, Leeds, LS6 3HQ"]),
        ("Laan van Nieuw-Guinea 12a<br>3531 JH  Utrecht", "NL",
         ["Laan van Nieuw-Guinea 12a, 3531 JH Utrecht"]),
        ("Nieuwe Kerkstraat 5 bis • NL-3514 XX • Utrecht", "NL",
         ["Nieuwe Kerkstraat 5 bis, 3514 XX Utrecht"]),
        ("Write to us at Freepost ABC or 5 High St, York, YO1 7AA", "GB",
         ["5 High St, York, YO1 7AA"]),
        ("Postbus 123, 3500AC Utrecht", "NL", ["Postbus 123, 3500 AC Utrecht"]),
        ("The Old Rectory, Stoke Lacy, Bromyard HR7 4HH", "GB",
         ["The Old Rectory, Stoke Lacy, Bromyard, HR7 4HH"]),
        ("Adres: Hoofdstraat 12<br>Postcode: 9712 AB<br>Plaats: Groningen", "NL",
         ["Hoofdstraat 12, 9712 AB Groningen"]),
        ("345 S. Pearl St • Denver • Colorado • 80209", "US",
         ["345 S. Pearl St, Denver, CO 80209"]),
        ("The Hall, 1515 West 12th Street, Erie, PA, 16501", "US",
         ["1515 West 12th Street, Erie, PA 16501"]),
        ("77 Massachusetts Ave<br>Cambridge, Massachusetts<br>02139", "US",
         ["77 Massachusetts Ave, Cambridge, MA 02139"]),
        ("1000 Avenue of the Americas New York, NY 10019", "US",
         ["1000 Avenue of the Americas, New York, NY 10019"]),
        ("1312 families were helped in Iowa 51103", "US", []),
        ("The shelter's address is confidential, Troy, NY 12180", "US", []),
    ],
)  # fmt: skip
def test_addresses_are_read_back_from_their_code(
    text: str, country: str, addresses: list[str]
) -> None:
    assert values(f"<body><p>{text}</p>", FactField.ADDRESS, country) == addresses


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Executive Director: Mary Johnson, 503-222-9911, mjohnson@agency.org</p>",
        "<p>Tom Ricketts<br>Coordinator<br>503-222-9988<br>tricketts@agency.org</p>",
        "<p><a href='mailto:llyons@agency.org'>LaRae Lyons</a><br>Director<br>503-222-9988</p>",
        "<p>Councilmember Bonnie Gore<br>(503) 222-3632</p>",
    ],
)
def test_people_are_not_harvested(markup: str) -> None:
    """Their numbers and addresses are dropped, the organization's beside them are kept."""
    page = f"<body>{markup}<p>Main office: 503-222-3344</p><p>info@agency.org</p>"
    reading = reading_of(page, "US")
    told = {
        str(fact.value) for fact in (*reading.of(FactField.PHONE), *reading.of(FactField.EMAIL))
    }
    assert told == {"(503) 222-3344", "info@agency.org"}
    names = ("Johnson", "Ricketts", "Lyons", "Gore", "tricketts", "mjohnson")
    assert not any(name in fact.quote for fact in reading.facts for name in names)


@pytest.mark.parametrize(
    ("url", "markup", "country"),
    [
        ("https://a.org.uk/", "<p>Call us</p>", "GB"),
        ("https://a.example/", "<html lang=nl><p>Welkom</p>", "NL"),
        ("https://a.example/", "<p>Kerkstraat 340, 6441 BN Brunssum</p>", "NL"),
        ("https://a.example/", "<p>Orlando St, Bolton, BL2 1DU</p>", "GB"),
        ("https://a.example/", "<p>Toronto, ON M8V 2E7</p>", "CA"),
        ("https://a.example/", "<p>+44 161 764 1234</p>", "GB"),
        ("https://a.example/", "<p>Sioux City, IA 51103</p>", "US"),
        ("https://a.example/", "<p>Nothing</p>", "US"),
    ],
)
def test_the_country_is_told_by_the_site(url: str, markup: str, country: str) -> None:
    assert reading_of(markup, url=url).country == country
