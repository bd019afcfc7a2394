// The pictures between which a spectrum moves.
#pragma once

#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

/// All of the view's size. Where there is signal, its pixel is that of `lit`; where not, that of `unlit`; where a line
/// passes, that of `edge`. What is drawn over the signal is part of all three.
struct SpectrumLayers {
    Canvas unlit;
    Canvas lit;
    Canvas edge;
};

/// The same without what is drawn over the signal, from which the layers are mended where that has moved.
struct SpectrumGround {
    Canvas unlit;
    Canvas lit;
};

}  // namespace attacca::picture
