package io.peercred.reliability;

/** One kind of trouble, made again and again. */
interface Fault {

    /** What it is, in a few words. */
    String name();

    /** Whether somebody who is left must have had errors by it. */
    default boolean isNoticed() {
        return true;
    }

    /**
     * Makes it until {@link System#nanoTime()} has passed {@code end}, once at least.
     *
     * @throws Exception where it could not be made, or what must hold afterwards does not
     */
    void run(Scene scene, Tally tally, long end) throws Exception;
}
