"""Processor time of one test, in a process that runs several."""
import math
import resource


def limit_processor(seconds):
    """Lets this process use so many seconds more; the hard limit, which is the sandbox's, stays."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
