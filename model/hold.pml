/*
 * An organization that is paused, and the slice that goes to rest because of it. The operator changes the organization's row, whose trigger clears
 * quiet_until in the same transaction; quiet_until is infinite while the slice rests, so that neither producers nor the sweep wake it.
 *
 * Checked when nothing moves any more: an organization that is active and has a row is not quiet, or somebody is on the way to it.
 *
 * -DOLD_SNAPSHOT     the operator's transaction may see quiet_until as it was when it began (REPEATABLE READ)
 * Guards taken away:
 * -DNO_SECOND_LOOK   the slice does not look again after its rest was committed
 * -DNO_WAIT          its second look does not wait for who is changing the row (FOR SHARE)
 * -DTRUSTING_SWEEP   the sweep believes an infinite quiet_until, instead of what the row says
 */

bool paused, quiet, wake, pending = true;
bool changing;                            /* the row lock of an operator's transaction */

inline change(pause) {
  ends = quiet;                           /* the transaction begins */
  atomic { !changing -> changing = true }
#ifdef OLD_SNAPSHOT
  if :: ends = quiet :: skip fi           /* the trigger, by the present or by the snapshot */
#else
  ends = quiet                            /* the trigger */
#endif
  ;
  atomic {                                /* the commit */
    paused = pause;
    if :: ends -> quiet = false :: else fi;
    changing = false
  }
}

proctype Operator() {
  bool ends;
  change(true);
  change(false);
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
#ifdef NO_WAIT
        found = paused;
#else
        atomic { !changing -> found = paused }
#endif
        if :: !found -> quiet = false; wake = true :: else fi
#endif
     fi
  od
}

proctype Sweep() {
end:
  do
  :: timeout ->
     if
#ifdef TRUSTING_SWEEP
     :: pending && !quiet && !paused -> wake = true
#else
     :: pending && !paused -> wake = true
#endif
     :: else -> assert(!pending || paused); break
     fi
  od
}

init { atomic { wake = true; run Operator(); run Slice(); run Sweep() } }
