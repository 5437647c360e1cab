"""What leaves the product: reminders of the worklist, e-mail to people, messages of robots to groups.

    remind   due dates on the worklists → reminders → notices in the product
    plan     notices → a delivery for every address that wants it, when it wants it
    send     deliveries: claimed, put into words, sent, tried again, given up

Each step reads only what is committed and may be repeated, run twice at once, or be days late.
"""
