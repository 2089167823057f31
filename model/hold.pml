/*
 * An organization that is paused, and the slice that goes to rest because of it. The operator changes the organization's row, whose trigger clears
 * quiet_until in the same transaction; quiet_until is infinite while the slice rests, so that neither producers nor the sweep wake it.
 *
 * Checked when nothing moves any more: an organization that is active and has a row is not quiet, or somebody is on the way to it.
 * -DNO_SECOND_LOOK takes the guard away: the slice does not look again after its rest was committed.
 */

bool paused, quiet, wake, pending = true;

proctype Operator() {
  atomic { paused = true; quiet = false }
  atomic { paused = false; quiet = false }
  if :: wake = true :: skip fi            /* the command wakes; a change by SQL does not */
}

proctype Slice() {
  bool found;
end:
  do
  :: wake ->
     wake = false;
     found = paused;
     if
     :: !found -> pending = false
     :: else ->
        quiet = true;                     /* committed */
#ifndef NO_SECOND_LOOK
        if :: !paused -> quiet = false; wake = true :: else fi
#endif
     fi
  od
}

proctype Sweep() {
end:
  do
  :: timeout ->
     if
     :: pending && !quiet && !paused -> wake = true
     :: else -> assert(!pending || paused); break
     fi
  od
}

init { atomic { wake = true; run Operator(); run Slice(); run Sweep() } }
