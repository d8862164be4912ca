package io.peercred.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations that there are, and what they are tagged with. */
public enum PeercredObservation implements ObservationDocumentation {
    /** One operation of the template or of an outbound gateway. */
    CLIENT {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultPeercredClientObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return KeyName.merge(ClientKeys.values(), Keys.values());
        }
    },
    /** One request that an inbound gateway handles, until the flow has answered. */
    SERVER {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultPeercredServerObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return Keys.values();
        }
    };

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return PeerKeys.values();
    }

    /** Of calls alone; few values. */
    public enum ClientKeys implements KeyName {
        /** Which operation of the template: {@code send}, {@code exchange} or {@code execute}. */
        OPERATION {
            @Override
            public String asString() {
                return "operation";
            }
        }
    }

    /** Of both sides; few values. */
    public enum Keys implements KeyName {
        /** The endpoint's NAME; {@code (path)} for every destination that is a path. */
        ENDPOINT {
            @Override
            public String asString() {
                return "endpoint";
            }
        },
        /** How it ended: an {@link Outcome} in lower case. */
        OUTCOME {
            @Override
            public String asString() {
                return "outcome";
            }
        },
        /** Simple name of the exception that it ended with, or {@code none}. */
        EXCEPTION {
            @Override
            public String asString() {
                return "exception";
            }
        }
    }

    /** Of both sides; any number of values, so of traces and no metrics. Left out where the peer is not known. */
    public enum PeerKeys implements KeyName {
        /** The peer's user, by number. */
        UID {
            @Override
            public String asString() {
                return "peer.uid";
            }
        },
        /** The peer's process, if that is known. */
        PID {
            @Override
            public String asString() {
                return "peer.pid";
            }
        }
    }
}
