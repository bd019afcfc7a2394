// The selected band in numbers.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QToolButton>
#include <QWidget>

#include "equalizer_edit.h"

namespace attacca::studio {

/// Steps by the twelfth of an octave.
class FrequencyBox : public QDoubleSpinBox {
    Q_OBJECT

public:
    using QDoubleSpinBox::QDoubleSpinBox;
    void stepBy(int steps) override;
};

/// Threads    The window's.
class BandRow : public QWidget {
    Q_OBJECT

public:
    explicit BandRow(EqualizerEdit& edit, QWidget* parent = nullptr);

private:
    void follow_edit();
    void edit_band();
    void add_band();

    EqualizerEdit& edit_;
    QComboBox* band_ = nullptr;
    QComboBox* kind_ = nullptr;
    FrequencyBox* frequency_ = nullptr;
    QDoubleSpinBox* gain_ = nullptr;
    QDoubleSpinBox* quality_ = nullptr;
    QDoubleSpinBox* preamp_ = nullptr;
    QToolButton* add_ = nullptr;
    QToolButton* remove_ = nullptr;
};

}  // namespace attacca::studio
