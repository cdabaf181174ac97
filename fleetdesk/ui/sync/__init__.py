"""The Sync page: is my work safe?"""
