from hypothesis import settings

# How long an example takes tells of the machine's other work, not of a fault.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
