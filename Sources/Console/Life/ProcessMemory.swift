internal import CMemory

/// How the process deals with the system's memory.
public enum ProcessMemory {
    /// Has the C library give back what is freed instead of keeping it; to be called once, first of all.
    public static func keepLittle() { bangui_keep_little_memory() }

    /// Gives back what is free now, after work that took much.
    static func giveBack() { bangui_give_back_memory() }
}
