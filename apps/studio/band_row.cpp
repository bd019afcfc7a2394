#include "band_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <algorithm>
#include <array>
#include <cmath>

#include "form.h"
#include "icons.h"

namespace attacca::studio {
namespace {

constexpr std::array kKinds{dsp::BandKind::peaking,   dsp::BandKind::low_shelf, dsp::BandKind::high_shelf,
                            dsp::BandKind::low_pass,  dsp::BandKind::high_pass, dsp::BandKind::notch,
                            dsp::BandKind::band_pass, dsp::BandKind::all_pass};

QDoubleSpinBox* set_up(QDoubleSpinBox* box, const QString& name, double low, double high, int decimals) {
    box->setRange(low, high);
    box->setDecimals(decimals);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setKeyboardTracking(false);  // Not at every digit.
    return box;
}

QToolButton* sign_button(Sign sign, const QString& name) {
    auto* button = new QToolButton;
    button->setIcon(icon(sign));
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QString sentence(QString text) {
    text[0] = text[0].toUpper();
    return text;
}

}  // namespace

void FrequencyBox::stepBy(int steps) { setValue(value() * std::exp2(steps / 12.0)); }

BandRow::BandRow(EqualizerEdit& edit, QWidget* parent) : QWidget(parent), edit_(edit) {
    band_ = new NamedBox(QStringLiteral("Band"));
    band_->setToolTip(QStringLiteral("The band to edit"));
    kind_ = new NamedBox(QStringLiteral("Type"));
    kind_->setToolTip(QStringLiteral("Type of the band"));
    for (const auto kind : kKinds) kind_->addItem(sentence(kind_text(kind)));
    frequency_ = new FrequencyBox;
    set_up(frequency_, QStringLiteral("Frequency"), kLowestBand_hz, kHighestBand_hz, 1)
        ->setSuffix(QStringLiteral(" Hz"));
    gain_ = set_up(new QDoubleSpinBox, QStringLiteral("Gain"), -kBandGain_db, kBandGain_db, 1);
    gain_->setSuffix(QStringLiteral(" dB"));
    gain_->setSingleStep(0.5);
    quality_ = set_up(new QDoubleSpinBox, QStringLiteral("Q"), kLowestQ, kHighestQ, 2);
    quality_->setPrefix(QStringLiteral("Q "));
    quality_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    preamp_ = set_up(new QDoubleSpinBox, QStringLiteral("Preamp"), kLowestPreamp_db, kHighestPreamp_db, 1);
    preamp_->setPrefix(QStringLiteral("Preamp "));
    preamp_->setSuffix(QStringLiteral(" dB"));
    preamp_->setSingleStep(0.5);
    add_ = sign_button(Sign::add, QStringLiteral("Add a band"));
    remove_ = sign_button(Sign::remove, QStringLiteral("Remove the band"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (QWidget* control : std::initializer_list<QWidget*>{band_, add_, remove_, kind_, frequency_, gain_, quality_}) {
        row->addWidget(control);
    }
    row->addStretch(1);
    row->addWidget(preamp_);

    connect(band_, &QComboBox::activated, this, [this](int index) { edit_.select(static_cast<std::size_t>(index)); });
    connect(kind_, &QComboBox::activated, this, &BandRow::edit_band);
    for (auto* box : {static_cast<QDoubleSpinBox*>(frequency_), gain_, quality_}) {
        connect(box, &QDoubleSpinBox::valueChanged, this, &BandRow::edit_band);
    }
    connect(preamp_, &QDoubleSpinBox::valueChanged, &edit_, &EqualizerEdit::set_preamp);
    connect(add_, &QToolButton::clicked, this, &BandRow::add_band);
    connect(remove_, &QToolButton::clicked, this, [this] {
        if (edit_.selected()) edit_.remove_band(*edit_.selected());
    });
    connect(&edit_, &EqualizerEdit::changed, this, &BandRow::follow_edit);
    connect(&edit_, &EqualizerEdit::selection_changed, this, &BandRow::follow_edit);
    follow_edit();
}

void BandRow::follow_edit() {
    const auto& bands = edit_.settings().bands;
    const QSignalBlocker quiet_preamp(preamp_);
    preamp_->setValue(edit_.settings().preamp_db);
    if (band_->count() != static_cast<int>(bands.size())) {
        band_->clear();
        for (std::size_t i = 0; i < bands.size(); ++i) band_->addItem(QStringLiteral("Band %1").arg(i + 1));
    }
    const auto selected = edit_.selected();
    band_->setCurrentIndex(selected ? static_cast<int>(*selected) : -1);
    band_->setPlaceholderText(bands.empty() ? QStringLiteral("No bands") : QStringLiteral("Choose a band"));
    band_->setEnabled(!bands.empty());
    add_->setEnabled(bands.size() < dsp::kMaxBands);
    for (QWidget* control : std::initializer_list<QWidget*>{kind_, frequency_, gain_, quality_, remove_}) {
        control->setEnabled(selected.has_value());
    }
    if (!selected) return;
    const dsp::Band& band = bands[*selected];
    const QSignalBlocker quiet_frequency(frequency_);
    const QSignalBlocker quiet_gain(gain_);
    const QSignalBlocker quiet_quality(quality_);
    kind_->setCurrentIndex(static_cast<int>(std::find(kKinds.begin(), kKinds.end(), band.kind) - kKinds.begin()));
    frequency_->setValue(band.center_hz);
    gain_->setValue(band.gain_db);
    gain_->setEnabled(has_gain(band.kind));
    quality_->setValue(quality(band));
}

void BandRow::edit_band() {
    if (!edit_.selected()) return;
    const std::size_t index = *edit_.selected();
    dsp::Band band = edit_.settings().bands[index];
    band.kind = kKinds.at(static_cast<std::size_t>(std::max(0, kind_->currentIndex())));
    const auto differs = [](double shown, double kept, double least) { return std::abs(shown - kept) > least; };
    if (differs(frequency_->value(), band.center_hz, 0.05)) band.center_hz = frequency_->value();
    if (differs(gain_->value(), band.gain_db, 0.05)) band.gain_db = gain_->value();
    if (differs(quality_->value(), quality(band), 0.005)) {
        band.width = quality_->value();
        band.width_unit = dsp::WidthUnit::q;
    }
    edit_.set_band(index, band);
}

void BandRow::add_band() {
    const auto& bands = edit_.settings().bands;
    const double beside_hz = edit_.selected() ? bands[*edit_.selected()].center_hz * 1.5 : 1000.0;
    edit_.add_band(beside_hz, 0.0);
}

}  // namespace attacca::studio
