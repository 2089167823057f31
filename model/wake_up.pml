/*
 * Wake-up and fencing of one organization (docs/architecture.md tells the same in words).
 *
 * Producers commit an event each, read the flag (draining_until), and signal unless it is up. A workflow runs one slice after another; Temporal retries
 * an attempt that crashed or timed out, and one that timed out goes on as a zombie. Svix stores an event once, by its id. Events are bits of a byte.
 *
 * Checked in every state: no row is settled by a stale token, nothing is settled that Svix does not have, Svix stores no event twice.
 * Checked when nothing moves any more: every committed event is settled. With SWEEP, only after the sweep has come (then signals may be lost).
 *
 * FAULTS crashes and time-outs may happen, at any step; LOSSES signals may be lost. A -D from the list in ./check takes one guard away.
 */

#ifndef FAULTS
#define FAULTS 1
#endif
#ifndef LOSSES
#define LOSSES 0
#endif

mtype = { working, more, dry, crashed };

byte committed, pending;   /* rows that were committed; those of them that are not settled */
byte stored;               /* what Svix has */
bool flag;                 /* draining_until lies ahead */
bool wake;                 /* a signal that the workflow has not answered yet */
byte token;
byte leaseRun, leaseSlice, leaseAttempt;
byte run_, slice_, attempt_;                /* the attempt that Temporal waits for */
mtype result = working;                     /* what it reported */
byte faults, losses, sweeps;

#define AWAITED   (run_ == inRun && slice_ == slice && attempt_ == attempt && result == working)
#define MAY_FAIL  (faults < FAULTS)

/* A process may be killed before any step. */
#define OR_DIE  if :: MAY_FAIL -> atomic { faults++; goto killed } :: skip fi

inline signal() {
  if
  :: wake = true
  :: losses < LOSSES -> losses++        /* Temporal is down, or the producer dies first */
  fi
}

proctype Producer(byte event) {
  bool suppressed;
#ifdef READ_BEFORE_COMMIT
  suppressed = flag;
#endif
#ifdef SIGNAL_BEFORE_COMMIT
  signal();
#endif
  atomic { committed = committed | event; pending = pending | event }
#ifdef SIGNAL_BEFORE_COMMIT
  suppressed = true;
#endif
#if !defined(READ_BEFORE_COMMIT) && !defined(SIGNAL_BEFORE_COMMIT)
  suppressed = flag;
#endif
  if :: suppressed :: else -> signal() fi
}

inline settle() {
  atomic {
#ifdef NO_TOKEN
    assert((batch & ~stored) == 0);
    assert(token == mine || (pending & batch) == 0);
    pending = pending & ~batch; flag = true
#else
    if
    :: token == mine ->
       assert((batch & ~stored) == 0);
       pending = pending & ~batch; flag = true
    :: else ->
#ifdef UNGUARDED_RENEW
       flag = true;
#endif
       lost = true
    fi
#endif
  }
}

/* Another lap of the slice begins. */
inline renew() {
  atomic {
    if
    :: token == mine -> flag = true
    :: else ->
#ifdef UNGUARDED_LAP
       flag = true;
#endif
       lost = true
    fi
  }
}

inline post() {
  atomic {
#ifdef NO_EVENT_ID
    assert((stored & batch) == 0);      /* nothing would tell Svix that it has the event */
#endif
    stored = stored | batch
  }
}

inline report(ending) {
  atomic { if :: AWAITED -> result = ending :: else fi }
}

proctype Attempt(byte inRun; byte slice; byte attempt) {
  byte mine, batch, rounds;
  bool lost, late, nothing;
  atomic {                                             /* take the token */
    late = !AWAITED;                                   /* in life it is known by its age */
    if
#ifndef LAST_TAKER_WINS
    :: leaseRun == inRun && (leaseSlice > slice || (leaseSlice == slice && leaseAttempt > attempt)) -> goto gone
#endif
    :: else -> token++; mine = token; flag = true; leaseRun = inRun; leaseSlice = slice; leaseAttempt = attempt
    fi
  }
  do
  :: batch = pending;                                  /* read */
     if :: batch == 0 -> break :: else fi;
     OR_DIE;
     post();
     OR_DIE;                                           /* Svix has it and nobody heard */
     settle();
     if :: lost -> goto ending :: else fi;
     OR_DIE;
     if :: renew() :: skip fi;
     if :: lost -> goto ending :: else fi;
     if :: rounds > 0 -> goto ending :: rounds++ fi    /* the slice's time may be over */
  od;
#ifdef LOOK_BEFORE_CLEAR
  nothing = (pending == 0);
#endif
  OR_DIE;
  atomic { if :: token == mine -> flag = false :: else -> lost = true fi }
  OR_DIE;
#ifdef NO_SECOND_LOOK
  nothing = true;
#endif
#if !defined(LOOK_BEFORE_CLEAR) && !defined(NO_SECOND_LOOK)
  nothing = (pending == 0);
#endif
ending:
#ifndef LATE_IS_SILENT
  if :: late -> wake = true :: else fi;
#endif
#ifdef LOST_IS_DRY
  if :: lost || nothing -> report(dry) :: else -> report(more) fi;
#else
  if :: !lost && nothing -> report(dry) :: else -> report(more) fi;
#endif
  goto gone;
killed:
  report(crashed);
gone:
  skip
}

proctype Workflow() {
end:
  do
  :: wake ->
     atomic { wake = false; slice_++; attempt_ = 1; result = working; run Attempt(run_, slice_, 1) }
     do
     :: atomic { result == more -> wake = true; break }
     :: result == dry -> break
     :: atomic { result == crashed -> attempt_++; result = working; run Attempt(run_, slice_, attempt_) }
     :: atomic { result == working && MAY_FAIL -> faults++; attempt_++; run Attempt(run_, slice_, attempt_) }   /* the old one is a zombie now */
     od;
     if
     :: atomic { !wake -> run_++; slice_ = 0 }         /* the run completes; the next signal starts another */
     :: skip                                           /* or it lingers */
     fi
  od
}

active proctype Time() {                               /* nothing else can move */
end:
  do
#ifdef SWEEP
  :: timeout && pending != 0 && sweeps < 2 -> atomic { sweeps++; flag = false; wake = true }
  :: timeout && (pending == 0 || sweeps == 2) -> assert(pending == 0 && stored == committed); break
#else
  :: timeout -> assert(pending == 0 && stored == committed); break
#endif
  od
}

init {
  atomic {
    run Workflow();
    run Producer(1);
    run Producer(2)
#if PRODUCERS > 2
    ; run Producer(4)
#endif
  }
}
