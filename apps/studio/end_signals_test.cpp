#include "end_signals.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <csignal>
#include <thread>

namespace attacca::studio {
namespace {

TEST(EndSignals, EachIsHeardByTheWindowAsOneWishToEnd) {
    for (const int number : {SIGTERM, SIGINT}) {
        EndSignals end;
        QSignalSpy asked(&end, &EndSignals::asked);
        ::raise(number);
        EXPECT_TRUE(asked.count() == 1 || asked.wait()) << number;
        EXPECT_EQ(asked.count(), 1) << number;
    }
}

TEST(EndSignals, WhicheverThreadIsInterrupted) {
    EndSignals end;
    QSignalSpy asked(&end, &EndSignals::asked);
    std::thread([] { ::pthread_kill(::pthread_self(), SIGTERM); }).join();
    EXPECT_TRUE(asked.count() == 1 || asked.wait());
}

TEST(EndSignals, ASecondOneEndsAProgramThatHangs) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const EndSignals end;
        ::raise(SIGTERM);
        ::raise(SIGTERM);
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM) << status;
}

}  // namespace
}  // namespace attacca::studio
