"""The steps of a return or transfer are the machine of the motor's: cases/transitions/motor/taking_back.py."""
