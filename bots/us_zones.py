"""Time zones of the US states and territories, all of them where a state has several.

Source: 49 CFR part 71 (boundaries of the standard time zones), in IANA names; small exceptions inside a zone that keep
the same clock are left out. Names are accepted as the postal code and in full.
"""

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
ARIZONA, ALASKA, HAWAII = "America/Phoenix", "America/Anchorage", "Pacific/Honolulu"

_STATES: dict[tuple[str, str], tuple[str, ...]] = {
    ("AL", "ALABAMA"): (CENTRAL,),
    ("AK", "ALASKA"): (ALASKA, "America/Adak"),
    ("AZ", "ARIZONA"): (ARIZONA, MOUNTAIN),  # the Navajo Nation keeps daylight saving time
    ("AR", "ARKANSAS"): (CENTRAL,),
    ("CA", "CALIFORNIA"): (PACIFIC,),
    ("CO", "COLORADO"): (MOUNTAIN,),
    ("CT", "CONNECTICUT"): (EASTERN,),
    ("DE", "DELAWARE"): (EASTERN,),
    ("DC", "DISTRICT OF COLUMBIA"): (EASTERN,),
    ("FL", "FLORIDA"): (EASTERN, CENTRAL),
    ("GA", "GEORGIA"): (EASTERN,),
    ("HI", "HAWAII"): (HAWAII,),
    ("ID", "IDAHO"): (MOUNTAIN, PACIFIC),
    ("IL", "ILLINOIS"): (CENTRAL,),
    ("IN", "INDIANA"): (EASTERN, CENTRAL),
    ("IA", "IOWA"): (CENTRAL,),
    ("KS", "KANSAS"): (CENTRAL, MOUNTAIN),
    ("KY", "KENTUCKY"): (EASTERN, CENTRAL),
    ("LA", "LOUISIANA"): (CENTRAL,),
    ("ME", "MAINE"): (EASTERN,),
    ("MD", "MARYLAND"): (EASTERN,),
    ("MA", "MASSACHUSETTS"): (EASTERN,),
    ("MI", "MICHIGAN"): (EASTERN, CENTRAL),
    ("MN", "MINNESOTA"): (CENTRAL,),
    ("MS", "MISSISSIPPI"): (CENTRAL,),
    ("MO", "MISSOURI"): (CENTRAL,),
    ("MT", "MONTANA"): (MOUNTAIN,),
    ("NE", "NEBRASKA"): (CENTRAL, MOUNTAIN),
    ("NV", "NEVADA"): (PACIFIC, MOUNTAIN),
    ("NH", "NEW HAMPSHIRE"): (EASTERN,),
    ("NJ", "NEW JERSEY"): (EASTERN,),
    ("NM", "NEW MEXICO"): (MOUNTAIN,),
    ("NY", "NEW YORK"): (EASTERN,),
    ("NC", "NORTH CAROLINA"): (EASTERN,),
    ("ND", "NORTH DAKOTA"): (CENTRAL, MOUNTAIN),
    ("OH", "OHIO"): (EASTERN,),
    ("OK", "OKLAHOMA"): (CENTRAL, MOUNTAIN),
    ("OR", "OREGON"): (PACIFIC, MOUNTAIN),
    ("PA", "PENNSYLVANIA"): (EASTERN,),
    ("RI", "RHODE ISLAND"): (EASTERN,),
    ("SC", "SOUTH CAROLINA"): (EASTERN,),
    ("SD", "SOUTH DAKOTA"): (CENTRAL, MOUNTAIN),
    ("TN", "TENNESSEE"): (EASTERN, CENTRAL),
    ("TX", "TEXAS"): (CENTRAL, MOUNTAIN),
    ("UT", "UTAH"): (MOUNTAIN,),
    ("VT", "VERMONT"): (EASTERN,),
    ("VA", "VIRGINIA"): (EASTERN,),
    ("WA", "WASHINGTON"): (PACIFIC,),
    ("WV", "WEST VIRGINIA"): (EASTERN,),
    ("WI", "WISCONSIN"): (CENTRAL,),
    ("WY", "WYOMING"): (MOUNTAIN,),
    ("PR", "PUERTO RICO"): ("America/Puerto_Rico",),
    ("VI", "VIRGIN ISLANDS"): ("America/St_Thomas",),
    ("GU", "GUAM"): ("Pacific/Guam",),
    ("AS", "AMERICAN SAMOA"): ("Pacific/Pago_Pago",),
    ("MP", "NORTHERN MARIANA ISLANDS"): ("Pacific/Saipan",),
}

ZONES_OF_STATE: dict[str, tuple[str, ...]] = {name: zones for names, zones in _STATES.items() for name in names}
