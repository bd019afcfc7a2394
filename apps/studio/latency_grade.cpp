#include "latency_grade.h"

namespace attacca::studio {
namespace {

constexpr double kGreen_ms = 10.0;
constexpr double kYellow_ms = 20.0;
constexpr double kLong_ms = 50.0;

}  // namespace

LatencyGrade latency_grade(double latency_ms) {
    if (latency_ms < kGreen_ms) return LatencyGrade::green;
    return latency_ms < kYellow_ms ? LatencyGrade::yellow : LatencyGrade::red;
}

QString latency_words(double latency_ms) {
    const QString figure = QString::number(latency_ms, 'f', 1);
    switch (latency_grade(latency_ms)) {
        case LatencyGrade::green:
            return figure + QStringLiteral(" ms, green: short enough to play an instrument");
        case LatencyGrade::yellow:
            return figure + QStringLiteral(" ms, yellow: short enough to sing along");
        case LatencyGrade::red:
            break;
    }
    return figure + (latency_ms < kLong_ms ? QStringLiteral(" ms, red: for listening only")
                                           : QStringLiteral(" ms, red: long; choose a smaller buffer"));
}

}  // namespace attacca::studio
