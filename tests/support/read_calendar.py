"""Reads a calendar with Debian's python3-icalendar and says what it understood, as JSON."""
import datetime
import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = []
for event in calendar.walk("VEVENT"):
    instant = lambda name: event.decoded(name).astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = lambda name: str(event.get(name, ""))
    events.append({
        "uid": text("uid"),
        "sequence": int(event["sequence"]),
        "status": text("status"),
        "starts": instant("dtstart"),
        "ends": instant("dtend"),
        "changed": instant("last-modified"),
        "summary": text("summary"),
        "location": text("location"),
        "description": text("description"),
        "url": text("url"),
    })
faults = [str(fault) for part in calendar.walk() for fault in part.errors]
json.dump({"name": str(calendar["x-wr-calname"]), "events": events, "faults": faults}, sys.stdout)
