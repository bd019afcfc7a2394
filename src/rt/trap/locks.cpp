// Stands in front of everything a thread can wait for another with. Taking a lock that nobody holds makes no system
// call, and is forbidden all the same: the day somebody holds it, the audio waits. Giving a lock back needs no
// stand-in: it was taken first, and where it wakes another thread it is a system call.
#include <pthread.h>
#include <semaphore.h>

#include "rt/trap/stand_in.h"

namespace attacca::rt::trap {
namespace {

constexpr const char* kNewConditions = "GLIBC_2.3.2";
using Mutex = pthread_mutex_t;
using ReadWrite = pthread_rwlock_t;
using Condition = pthread_cond_t;
using Until = const timespec;

constinit StandIn<int(Mutex*)> mutex_lock{Kind::lock, "pthread_mutex_lock"};
constinit StandIn<int(Mutex*)> mutex_trylock{Kind::lock, "pthread_mutex_trylock"};
constinit StandIn<int(Mutex*, Until*)> mutex_timedlock{Kind::lock, "pthread_mutex_timedlock"};
constinit StandIn<int(Mutex*, clockid_t, Until*)> mutex_clocklock{Kind::lock, "pthread_mutex_clocklock"};
constinit StandIn<int(ReadWrite*)> rwlock_rdlock{Kind::lock, "pthread_rwlock_rdlock"};
constinit StandIn<int(ReadWrite*)> rwlock_wrlock{Kind::lock, "pthread_rwlock_wrlock"};
constinit StandIn<int(ReadWrite*)> rwlock_tryrdlock{Kind::lock, "pthread_rwlock_tryrdlock"};
constinit StandIn<int(ReadWrite*)> rwlock_trywrlock{Kind::lock, "pthread_rwlock_trywrlock"};
constinit StandIn<int(pthread_spinlock_t*)> spin_lock{Kind::lock, "pthread_spin_lock"};
constinit StandIn<int(Condition*, Mutex*)> cond_wait{Kind::lock, "pthread_cond_wait", kNewConditions};
constinit StandIn<int(Condition*, Mutex*, Until*)> cond_timedwait{Kind::lock, "pthread_cond_timedwait", kNewConditions};
constinit StandIn<int(Condition*, Mutex*, clockid_t, Until*)> cond_clockwait{Kind::lock, "pthread_cond_clockwait"};
constinit StandIn<int(Condition*)> cond_signal{Kind::lock, "pthread_cond_signal", kNewConditions};
constinit StandIn<int(Condition*)> cond_broadcast{Kind::lock, "pthread_cond_broadcast", kNewConditions};
constinit StandIn<int(pthread_barrier_t*)> barrier_wait{Kind::lock, "pthread_barrier_wait"};
constinit StandIn<int(sem_t*)> semaphore_wait{Kind::lock, "sem_wait"};
constinit StandIn<int(sem_t*, Until*)> semaphore_timedwait{Kind::lock, "sem_timedwait"};
constinit StandIn<int(sem_t*)> semaphore_post{Kind::lock, "sem_post"};
constinit StandIn<int(pthread_t, void**)> thread_join{Kind::lock, "pthread_join"};
constinit StandIn<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)> thread_create{Kind::system_call,
                                                                                                 "pthread_create"};

}  // namespace
}  // namespace attacca::rt::trap

namespace trap = attacca::rt::trap;

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept { return trap::mutex_lock(mutex); }
int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept { return trap::mutex_trylock(mutex); }
int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) noexcept {
    return trap::mutex_timedlock(mutex, until);
}
int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* until) noexcept {
    return trap::mutex_clocklock(mutex, clock, until);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept { return trap::rwlock_rdlock(lock); }
int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept { return trap::rwlock_wrlock(lock); }
int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) noexcept { return trap::rwlock_tryrdlock(lock); }
int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) noexcept { return trap::rwlock_trywrlock(lock); }

int pthread_spin_lock(pthread_spinlock_t* lock) noexcept { return trap::spin_lock(lock); }

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) { return trap::cond_wait(condition, mutex); }
int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
    return trap::cond_timedwait(condition, mutex, until);
}
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
    return trap::cond_clockwait(condition, mutex, clock, until);
}
int pthread_cond_signal(pthread_cond_t* condition) noexcept { return trap::cond_signal(condition); }
int pthread_cond_broadcast(pthread_cond_t* condition) noexcept { return trap::cond_broadcast(condition); }

int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept { return trap::barrier_wait(barrier); }

int sem_wait(sem_t* semaphore) { return trap::semaphore_wait(semaphore); }
int sem_timedwait(sem_t* semaphore, const timespec* until) { return trap::semaphore_timedwait(semaphore, until); }
int sem_post(sem_t* semaphore) noexcept { return trap::semaphore_post(semaphore); }

int pthread_join(pthread_t thread, void** result) { return trap::thread_join(thread, result); }
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument) noexcept {
    return trap::thread_create(thread, attributes, run, argument);
}

}  // extern "C"
