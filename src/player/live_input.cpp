#include "attacca/player/live_input.h"

#include <algorithm>
#include <utility>

namespace attacca::player {
namespace {

constexpr std::size_t kDefaultBlockFrames = 1024;
constexpr std::size_t kReadFrames = 4096;
constexpr double kRing_s = 1.0;
constexpr std::size_t kFramesPerStamp = 8;  // The ring is full before the stamps are, but for the shortest blocks.

}  // namespace

Status check_input_answers() {
    const auto devices = device::list_devices();
    const bool answers = std::any_of(devices.begin(), devices.end(), [](const device::DeviceInfo& info) {
        return info.input_channels > 0 && info.backend != "null";
    });
    if (answers) return {};
    std::string reasons;
    for (const auto& backend : device::list_backends()) {
        if (backend.name != "null") reasons += "\n  " + backend.name + ": " + backend.detail;
    }
    return fail(ErrorCode::no_device,
                "no input device answers; connect one, or name the silent one with --device null" + reasons);
}

Result<std::unique_ptr<LiveInput>> LiveInput::open(const LiveInputSpec& spec) {
    std::unique_ptr<LiveInput> input(new LiveInput);
    LiveInput& listener = *input;
    auto stream = device::open_stream(
        {.device = spec.device,
         .direction = device::Direction::input,
         .sample_rate = spec.sample_rate,
         .channels = spec.channels,
         .block_frames = spec.block_frames == 0 ? kDefaultBlockFrames : spec.block_frames},
        listener,
        [&listener](device::StreamEvent event, const std::string& detail) { listener.listen(event, detail); });
    if (!stream) return fail(stream.error());
    input->stream_ = std::move(*stream);
    const auto& given = input->given();
    input->ring_ =
        std::make_unique<rt::FrameRing>(static_cast<std::size_t>(given.sample_rate * kRing_s), given.channels);
    input->stamps_ = std::make_unique<rt::CommandQueue<CaptureStamp>>(input->ring_->capacity() / kFramesPerStamp);
    input->times_.emplace(given.sample_rate);
    input->samples_.resize(kReadFrames * given.channels);
    if (auto started = input->stream_->start(); !started) return fail(started.error());
    return input;
}

LiveInput::~LiveInput() {
    if (stream_) stream_->stop();
}

std::span<const float> LiveInput::read() {
    const std::size_t frames = ring_->read(samples_);
    read_stamps();
    return std::span(samples_).first(frames * ring_->channels());
}

/// After the frames were read, so that each of them has its stamp.
void LiveInput::read_stamps() {
    CaptureStamp stamp;
    bool any = false;
    for (; stamps_->pop(stamp); any = true) times_->add(stamp);
    if (any) times_->set_latency(stream_->latency_frames());
}

std::optional<Error> LiveInput::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

void LiveInput::process(ConstAudioBlock input, AudioBlock) noexcept {
    // First the stamp. Where it finds no room, the one before tells for these frames, too.
    (void)stamps_->push(
        {.first_frame = written_frames_, .frames = input.frames(), .cycle_began = stream_->block_time()});
    const std::size_t frames = ring_->write(input.samples());
    written_frames_ += frames;
    if (frames < input.frames()) lost_frames_.fetch_add(input.frames() - frames, std::memory_order_relaxed);
}

void LiveInput::listen(device::StreamEvent event, const std::string& detail) {
    if (event != device::StreamEvent::lost) return;
    const std::lock_guard lock(mutex_);
    failure_ = Error{ErrorCode::device_lost, detail};
}

}  // namespace attacca::player
