#include "generator_page.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <array>

#include "generator_settings.h"
#include "icons.h"
#include "signal_file.h"

namespace attacca::studio {
namespace {

constexpr int kSettingsWidth_px = 380;
constexpr int kSliderSteps = 1000;
constexpr int kLowestLevel_db = -60;
constexpr double kLoud_db = -12.0;
constexpr std::size_t kBars = 96;
constexpr std::size_t kSoundFrames = 16384;
constexpr int kHeight_px = 160;

void set_up(QDoubleSpinBox& box, double lowest, double highest, const QString& unit) {
    box.setRange(lowest, highest);
    box.setSuffix(unit);
    box.setKeyboardTracking(false);
    box.setAccelerated(true);
}

}  // namespace

GeneratorPage::GeneratorPage(StudioModel& model) : model_(model) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(24);
    layout->addWidget(make_settings());
    layout->addWidget(make_pictures(), 1);
    restore(restored_signal(model_.page_settings(QStringLiteral("generator"))));
    show_sounding();
}

QWidget* GeneratorPage::make_settings() {
    for (const auto& choice : signal_choices()) kind_.addItem(choice.label, static_cast<int>(choice.kind));
    set_up(frequency_, 1.0, 20000.0, QStringLiteral(" Hz"));
    set_up(end_, 1.0, 20000.0, QStringLiteral(" Hz"));
    set_up(sweep_s_, 0.1, 60.0, QStringLiteral(" s"));
    set_up(level_, kLowestLevel_db, 0.0, QStringLiteral(" dB"));
    set_up(duty_, 5.0, 95.0, QStringLiteral(" %"));
    set_up(file_s_, 0.1, 3600.0, QStringLiteral(" s"));
    file_s_.setValue(5.0);
    seed_.setRange(1, 1'000'000);
    frequency_slider_.setRange(0, kSliderSteps);
    frequency_slider_.setPageStep(kSliderSteps / 14);  // An octave.
    frequency_slider_.setAccessibleName(QStringLiteral("Frequency slider"));
    level_slider_.setRange(kLowestLevel_db, 0);
    level_slider_.setAccessibleName(QStringLiteral("Level slider"));

    connect(&kind_, &QComboBox::activated, this, &GeneratorPage::changed);
    connect(&seed_, &QSpinBox::valueChanged, this, &GeneratorPage::changed);
    for (QDoubleSpinBox* box : {&frequency_, &end_, &sweep_s_, &level_, &duty_}) {
        connect(box, &QDoubleSpinBox::valueChanged, this, &GeneratorPage::changed);
    }
    connect(&frequency_slider_, &QSlider::valueChanged, this,
            [this](int place) { frequency_.setValue(slider_frequency_hz(place, kSliderSteps)); });
    connect(&level_slider_, &QSlider::valueChanged, this, [this](int level_db) { level_.setValue(level_db); });
    connect(&start_, &QPushButton::clicked, this, &GeneratorPage::start_or_stop);
    connect(&save_, &QPushButton::clicked, this, &GeneratorPage::save);

    auto* form = make_form();
    add_row(*form, QStringLiteral("Si&gnal"), &kind_);
    add_row(*form, QStringLiteral("&Frequency"), &frequency_);
    form->addRow(QString(), &frequency_slider_);
    add_row(*form, QStringLiteral("&Up to"), &end_);
    add_row(*form, QStringLiteral("S&weep lasts"), &sweep_s_);
    add_row(*form, QStringLiteral("&Level"), &level_);
    form->addRow(QString(), &level_slider_);
    add_row(*form, QStringLiteral("&Duty"), &duty_);
    add_row(*form, QStringLiteral("S&eed"), &seed_);
    auto* file = make_form();
    add_row(*file, QStringLiteral("File &lasts"), &file_s_);

    start_.setMinimumHeight(36);
    auto* column = new QWidget;
    column->setFixedWidth(kSettingsWidth_px);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("Test signal")));
    layout->addLayout(form);
    layout->addWidget(&warning_);
    layout->addWidget(&start_);
    layout->addWidget(&state_);
    layout->addSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("To a file")));
    layout->addLayout(file);
    layout->addWidget(&save_);
    layout->addWidget(&message_);
    layout->addStretch(1);
    return column;
}

QWidget* GeneratorPage::make_pictures() {
    oscilloscope_.setAccessibleName(QStringLiteral("Waveform of the signal"));
    oscilloscope_.setMinimumHeight(kHeight_px);
    spectrum_.setAccessibleName(QStringLiteral("Spectrum of the signal"));
    spectrum_.setMinimumHeight(kHeight_px);
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(make_heading(QStringLiteral("Waveform")));
    layout->addWidget(&oscilloscope_, 1);
    layout->addWidget(make_heading(QStringLiteral("Spectrum")));
    layout->addWidget(&spectrum_, 1);
    return column;
}

void GeneratorPage::restore(const dsp::SignalSpec& spec) {
    restoring_ = true;
    kind_.setCurrentIndex(kind_.findData(static_cast<int>(spec.kind)));
    frequency_.setValue(spec.frequency_hz);
    end_.setValue(spec.end_hz);
    sweep_s_.setValue(spec.duration_s);
    level_.setValue(spec.level_db);
    duty_.setValue(100.0 * spec.duty);
    seed_.setValue(static_cast<int>(spec.seed));
    restoring_ = false;
    offer_what_applies();
    warn();
}

dsp::SignalKind GeneratorPage::kind() const { return static_cast<dsp::SignalKind>(kind_.currentData().toInt()); }

dsp::SignalSpec GeneratorPage::signal() const {
    return {.kind = kind(),
            .frequency_hz = frequency_.value(),
            .end_hz = end_.value(),
            .level_db = level_.value(),
            .duration_s = sweep_s_.value(),
            .duty = duty_.value() / 100.0,
            .seed = static_cast<std::uint64_t>(seed_.value())};
}

void GeneratorPage::changed() {
    if (restoring_) return;
    offer_what_applies();
    warn();
    model_.set_page_settings(QStringLiteral("generator"), signal_settings(signal()));
    if (!generator_) return;
    const auto heard = generator_->set_signal(signal());
    message_.warn(heard ? QString() : QString::fromStdString(heard.error().detail));
}

void GeneratorPage::offer_what_applies() {
    const auto chosen = kind();
    const bool sweep = is_sweep(chosen);
    frequency_.setEnabled(has_frequency(chosen));
    frequency_slider_.setEnabled(has_frequency(chosen));
    end_.setEnabled(sweep);
    sweep_s_.setEnabled(sweep);
    duty_.setEnabled(chosen == dsp::SignalKind::square);
    seed_.setEnabled(is_noise(chosen));
    const QSignalBlocker quiet_frequency(&frequency_slider_);
    const QSignalBlocker quiet_level(&level_slider_);
    frequency_slider_.setValue(slider_place(frequency_.value(), kSliderSteps));
    level_slider_.setValue(static_cast<int>(level_.value()));
}

void GeneratorPage::warn() {
    warning_.warn(level_.value() > kLoud_db
                      ? QStringLiteral("Loud: test signals above −12 dB can hurt ears and loudspeakers.")
                      : QString());
}

void GeneratorPage::start_or_stop() {
    if (opening_) return;
    if (generator_) {
        generator_.reset();
        return show_sounding();
    }
    opening_ = true;
    const player::LiveGeneratorSpec spec{
        .signal = signal(), .device = model_.state().device.toStdString(), .block_frames = model_.state().block_frames};
    opener_.run(
        *this, [spec] { return player::LiveGenerator::start(spec); },
        [this](Opened opened) { take_opened(std::move(opened)); });
}

void GeneratorPage::take_opened(Opened opened) {
    opening_ = false;
    message_.warn(opened ? QString() : QString::fromStdString(opened.error().detail));
    if (!opened) return;
    generator_ = *std::move(opened);
    changed();  // What was set while the device was opened.
    sound_.resize(kSoundFrames * generator_->channels());
    auto analyzer = analysis::SpectrumAnalyzer::create(
        {.sample_rate = generator_->sample_rate(), .channels = generator_->channels(), .bars = kBars});
    analyzer_ = analyzer ? std::make_unique<analysis::SpectrumAnalyzer>(*std::move(analyzer)) : nullptr;
    oscilloscope_.view().set_sample_rate(generator_->sample_rate());
    show_sounding();
}

void GeneratorPage::show_sounding() {
    start_.setText(generator_ ? QStringLiteral("&Stop the signal") : QStringLiteral("&Start the signal"));
    start_.setIcon(icon(generator_ ? Sign::stop : Sign::play));
    state_.setText(generator_ ? QStringLiteral("Sounding on ") + QString::fromStdString(generator_->device_name())
                              : QStringLiteral("Silent"));
    if (!generator_) {
        oscilloscope_.view().clear();
        spectrum_.view().set_levels({}, {});
        oscilloscope_.show_changes();
        spectrum_.show_changes();
    }
    emit moving_changed();
}

void GeneratorPage::frame() {
    if (!generator_) return;
    const std::size_t channels = generator_->channels();
    const std::size_t frames = generator_->take_sound({sound_, channels});
    const ConstAudioBlock sound(std::span<const float>(sound_).first(frames * channels), channels);
    oscilloscope_.view().add(sound);
    if (analyzer_ && analyzer_->process(sound) > 0) {
        std::array<float, kBars> levels{};
        std::array<float, kBars> peaks{};
        analyzer_->bars_db(levels);
        analyzer_->peaks_db(peaks);
        spectrum_.view().set_levels(levels, peaks);
    }
    oscilloscope_.show_changes();
    spectrum_.show_changes();
}

void GeneratorPage::refresh() {
    if (!generator_) return;
    const auto lost = generator_->failure();
    if (!lost) return;
    message_.warn(QString::fromStdString(lost->detail));
    generator_.reset();
    show_sounding();
}

void GeneratorPage::set_theme(picture::ThemeName theme) {
    oscilloscope_.set_theme(theme);
    spectrum_.set_theme(theme);
}

void GeneratorPage::save() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    const QString path = QFileDialog::getSaveFileName(
        this, QStringLiteral("Save the signal"),
        folder + QStringLiteral("/") + kind_.currentText().section(QLatin1Char(':'), 0, 0) + QStringLiteral(".wav"),
        QStringLiteral("Sound (*.wav *.flac *.aiff)"));
    if (path.isEmpty()) return;
    auto spec = signal();
    spec.duration_s = file_s_.value();
    save_.setEnabled(false);
    writer_.run(
        *this, [spec, file = path.toStdString()] { return write_signal(spec, file); },
        [this, path](const Status& written) {
            save_.setEnabled(true);
            if (!written) return message_.warn(QString::fromStdString(written.error().detail));
            message_.say(QStringLiteral("Saved ") + path);
        });
}

}  // namespace attacca::studio
