"""The sample's story on a network of this machine: python3 story.py FOLDER SAMPLES."""
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[2])

import meetup  # noqa: E402
from coronanet import corona_rehearsal  # noqa: E402

network = corona_rehearsal.RehearsalNetwork()


def open_phone(folder, inbox):
    return network.open(str(folder), meetup.key_of(folder), inbox)


# Two minutes for a picture are spent over Tor alone.
meetup.main(Path(sys.argv[1]), open_phone, with_faces=False)
