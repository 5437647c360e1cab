"""JJ of a parcel: what was in it, each motor with its case, 未登记 where there is none (四.2); see handover.py."""

from returns.models import Arrival, Parcel
from slips.wording import Facts, common, date, in_chinese, signature

UNREGISTERED = "未登记"


@in_chinese
def parcel(parcel: Parcel) -> Facts:
    """The one slip of a parcel, whatever cases its motors belong to."""
    rows = list(parcel.arrivals.select_related(*Arrival.reads))
    counted_first = parcel.counted_as == "dispatcher"
    roles = ("dispatcher", "after_sales") if counted_first else ("after_sales", "dispatcher")
    signatures = (
        signature(roles[0], parcel.counted_by, parcel.counted_at),
        signature(roles[1], parcel.signed_by, parcel.signed_at, on_paper=bool(parcel.scan_id)),
    )
    listed = [row for row in rows if row.motor and row.motor.listed]
    return common("JJ", "", parcel.customer.name, *signatures) | {
        "consignment": 0,
        "carrier": parcel.carrier,
        "waybill": parcel.waybill,
        "arrived_on": date(parcel.arrived_on),
        "remark": parcel.remark,
        "listed": len(listed),
        "received": len(rows),
        "missing": 0,
        "unlisted": sum(row.motor is not None and not row.motor.listed for row in rows),
        "wrong_model": 0,
        "wrong_serial": sum(row.wrong_serial for row in rows),
        "damaged": sum(row.damaged for row in rows),
        "unregistered": sum(row.case is None for row in rows),
        "motors": [line(row) for row in rows],
    }


def line(row: Arrival) -> Facts:
    """A motor as it was found, and what is to be said of it."""
    extra = "清单外" if row.motor and not row.motor.listed else ""
    wrong = f"编号与清单不符（清单 {row.motor.listed_serial}）" if row.motor and row.wrong_serial else ""
    damaged = "运输损坏" if row.damaged else ""
    return {
        "model": row.model_name or (row.motor.model_name if row.motor else ""),
        "serial_number": row.serial_number,
        "case": (row.case.number or "") if row.case else UNREGISTERED,
        "exterior": row.exterior,
        "accessories": row.accessories,
        "remark": "；".join(filter(None, [extra, wrong, damaged, row.remark])),
    }
