"""The steps of a return or transfer, with their buttons and notices, are the motor's: cases/transitions/motor/taking_back.py."""
