/// People who write on the phones of the providers' stand-ins enter; what the stand-ins delivered, held against what
/// the
/// topics say, leaves as a verdict.
@NullMarked
package io.parley.campaign.channels;

import org.jspecify.annotations.NullMarked;
