#include "statistics_text.h"

#include <algorithm>
#include <chrono>

namespace attacca::studio {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr double kMegabyte = 1e6;

double milliseconds(std::chrono::nanoseconds duration) { return Milliseconds(duration).count(); }

QString number(double value, int decimals) { return QString::number(value, 'f', decimals); }

QString stream_text(const player::PlayerStatus& status) {
    return QStringLiteral("%1 Hz, %2 channels, blocks of %3 frames")
        .arg(status.sample_rate, 0, 'f', 0)
        .arg(status.channels)
        .arg(status.block_frames);
}

QString source_text(const player::PlayerStatus& status) {
    if (status.info.channels == 0) return QStringLiteral("none");
    return QStringLiteral("%1, %2 Hz, %3 channels, %4%5")
        .arg(QString::fromStdString(status.info.codec))
        .arg(status.info.sample_rate)
        .arg(status.info.channels)
        .arg(QString::fromUtf8(media::name(status.info.format).data()),
             status.resampling ? QStringLiteral(", resampled") : QString());
}

QString latency_text(const player::PlayerStatus& status) {
    const auto in_ms = [&status](std::size_t frames) {
        return number(1000.0 * static_cast<double>(frames) / status.sample_rate, 1);
    };
    if (status.sample_rate <= 0.0) return QStringLiteral("unknown");
    return QStringLiteral("%1 ms: a block of %2 ms, and %3 ms to the device's end")
        .arg(in_ms(status.block_frames + status.latency_frames), in_ms(status.block_frames),
             in_ms(status.latency_frames));
}

}  // namespace

std::vector<Fact> statistics(const player::PlayerStatus& status, const ProcessUsage& usage) {
    std::vector<Fact> facts;
    const auto add = [&facts](const char* name, const QString& value) {
        facts.push_back({QLatin1String(name), value});
    };
    const bool open = !status.device_id.empty();
    add("Device", open ? QString::fromStdString(status.device_name) : QStringLiteral("none is open"));
    if (open) {
        add("Stream", stream_text(status));
        add("Scheduling", QString::fromStdString(status.scheduling));
        add("Latency", latency_text(status));
    }
    add("Source", source_text(status));
    add("Bit-perfect", status.bit_perfect ? QStringLiteral("yes: nothing between file and device changes a sample")
                                          : QStringLiteral("no"));
    add("Callbacks", QString::number(status.callbacks));
    add("Between callbacks", percentiles_text(status.callback_intervals));
    add("Inside a callback", percentiles_text(status.callback_durations));
    add("Xruns of the device", QString::number(status.device_xruns));
    add("Underruns of the decoder", QString::number(status.underruns));
    add("Clipped stretches", QString::number(status.clipped_readings));
    add("Filter recoveries", QString::number(status.equalizer_recoveries));
    add("Processor", usage.cpu_share ? QStringLiteral("%1 % of one core").arg(number(100.0 * *usage.cpu_share, 1))
                                     : QStringLiteral("being measured"));
    add("Memory", QStringLiteral("%1 MB").arg(number(static_cast<double>(usage.resident_bytes) / kMegabyte, 0)));
    return facts;
}

QString statistics_text(const std::vector<Fact>& facts) {
    qsizetype longest = 0;
    for (const auto& fact : facts) longest = std::max(longest, fact.name.size());
    QString text = QStringLiteral("Attacca Studio " ATTACCA_VERSION "\n");
    for (const auto& fact : facts) text += fact.name.leftJustified(longest + 2) + fact.value + QLatin1Char('\n');
    return text;
}

QString percentiles_text(const rt::LatencyHistogram::Snapshot& histogram) {
    if (histogram.count == 0) return QStringLiteral("nothing counted yet");
    return QStringLiteral("p50 %1, p99 %2, max %3 ms")
        .arg(number(milliseconds(histogram.percentile(0.5)), 3), number(milliseconds(histogram.percentile(0.99)), 3),
             number(milliseconds(histogram.max), 3));
}

std::vector<picture::HistogramBin> histogram_bins(const rt::LatencyHistogram::Snapshot& histogram) {
    const auto filled = [](std::uint64_t count) { return count > 0; };
    const auto first = std::ranges::find_if(histogram.counts, filled);
    if (first == histogram.counts.end()) return {};
    const auto last = std::find_if(histogram.counts.rbegin(), histogram.counts.rend(), filled).base();
    std::vector<picture::HistogramBin> bins;
    const auto begin = first == histogram.counts.begin() ? first : first - 1;  // Where the first bar begins.
    for (auto at = begin; at != last; ++at) {
        const auto bucket = static_cast<std::size_t>(at - histogram.counts.begin());
        bins.push_back({.longest_ms = milliseconds(rt::LatencyHistogram::bucket_limit(bucket)), .count = *at});
    }
    return bins;
}

}  // namespace attacca::studio
