package io.peercred.reliability;

/** Ends the JVM with what a program came to, whatever threads are still there. */
final class Program {

    private Program() {}

    /** What a program does; false where a figure was outside its bound. */
    interface Work {
        boolean isGood() throws Exception;
    }

    static void run(Work work) {
        boolean good = false;
        try {
            good = work.isGood();
        } catch (Throwable ex) {
            ex.printStackTrace();
        }
        System.exit(good ? 0 : 1);
    }
}
