print("bangui")
