import ArgumentParser
import Console
import Foundation
import Logging
import Storage

/// `bangui user`
struct User: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Accounts: add, list, disable, enable, delete, and set a password.",
        discussion: "A running server follows on its next request; ended rights end open sessions at once.",
        subcommands: [Add.self, List.self, Disable.self, Enable.self, Delete.self, Password.self])

    /// `bangui user add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an account; the first administrator also completes the setup.",
            discussion: "Example: printf '%s' \"$PASSWORD\" | bangui user add ada --admin --password-stdin")
        @OptionGroup var place: Place
        @Argument(help: "The user name.") var name: String
        @Flag(help: "May do everything.") var admin = false
        @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.") var fromInput = false
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let password = try PasswordInput.read(fromInput: fromInput)
            let account = try await AccountDesk(place).add(name, password, isAdministrator: admin)
            AccountText.show([account], json: json)
        }
    }

    /// `bangui user list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All accounts.")
        @OptionGroup var place: Place
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await AccountDesk(place).with { AccountText.show(try await $0.all(), json: json) }
        }
    }

    /// `bangui user disable`
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keeps an account from signing in; its sessions end.")
        @OptionGroup var place: Place
        @Argument(help: "The user name.") var name: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await AccountDesk(place).change(name, json) {
                try await $0.setDisabled(true, of: $1.id, by: .commandLine)
            }
        }
    }

    /// `bangui user enable`
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets an account sign in again.")
        @OptionGroup var place: Place
        @Argument(help: "The user name.") var name: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await AccountDesk(place).change(name, json) {
                try await $0.setDisabled(false, of: $1.id, by: .commandLine)
            }
        }
    }

    /// `bangui user delete`
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes an account and its sessions.")
        @OptionGroup var place: Place
        @Argument(help: "The user name.") var name: String

        func run() async throws {
            try await AccountDesk(place).with {
                try await $0.delete(id: try await AccountDesk.find(name, $0).id, by: .commandLine)
            }
        }
    }

    /// `bangui user password`
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sets an account's password; its sessions end.")
        @OptionGroup var place: Place
        @Argument(help: "The user name.") var name: String
        @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.") var fromInput = false
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let password = try PasswordInput.read(fromInput: fromInput)
            try await AccountDesk(place).change(name, json) {
                try await $0.setPassword(password, of: $1.id, by: .commandLine)
            }
        }
    }
}
